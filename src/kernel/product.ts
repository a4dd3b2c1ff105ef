/** `wso2is-7.1.0` is `{name: 'wso2is', version: '7.1.0'}`. */
export interface Product {
  name: string
  version: string
}

/** `wso2is-7.1.0`. */
export function nameOfProduct({ name, version }: Product): string {
  return `${name}-${version}`
}

/** Update tools, by the names that users and locks know them by. */
export const toolNames = ['feed', 'u2', 'in-place', 'wum'] as const
export type ToolName = (typeof toolNames)[number]

/** What an update is for. */
export const updateKinds = ['security', 'fix', 'improvement'] as const

/** Highest first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const

/** A channel is a folder of the feed and a part of file names. */
export function isChannelName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text)
}
