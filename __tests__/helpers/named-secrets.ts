import type { GivenSecret } from '../../src/kernel/secrets.ts'

/** Secrets as a door names them: `secret 1`, `secret 2`, … */
export function named(...values: readonly (string | undefined)[]): GivenSecret[] {
  return values.map((value, index) => ({ name: `secret ${index + 1}`, value }))
}
