import type * as z from 'zod/mini'
import type { Console } from '../console.ts'
import type { inPlaceSchema, Settings } from '../settings.ts'

/** One run of the tool in the home that it lies in. */
export interface Session {
  /** Absolute. */
  home: string
  /** `wso2am-3.2.0`. */
  pattern: string
  settings: Settings<z.infer<typeof inPlaceSchema>>
  console: Console
}
