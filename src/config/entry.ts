import { z } from 'zod'
import { isChannelName, toolNames } from '../kernel/product.ts'
import { isSha256 } from '../kernel/sha256.ts'
import { parseDuration } from '../kernel/time.ts'
import { pathClasses } from '../merge/decision.ts'
import { conflictPolicies } from '../merge/merging.ts'
import { oneOf } from './one-of.ts'
import { proposalKeys } from './proposal-settings.ts'
import { levelForms, lockedLevel, parseWanted } from './wanted.ts'

const text = z.string('takes a text').min(1, 'must not be empty')

const takesDuration =
  'takes a number and one of `s`, `m`, `h` and `d` without a blank, such as `90s`, `30m` or `2h`'

const duration = z.union([z.string(), z.number()], takesDuration).transform((value, context) => {
  const milliseconds = parseDuration(String(value))
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds
  context.addIssue(takesDuration)
  return z.NEVER
})

const level = z
  .union([z.string(), z.int()], `${levelForms}; one with a dot stands in quotes`)
  .transform(String)
  .refine(value => value === lockedLevel || parseWanted(value, null) !== undefined, levelForms)

const test = z.union(
  [
    text.transform(command => ({ command, timeout: undefined })),
    z.strictObject({ command: text, timeout: duration.optional() }),
  ],
  'takes a command, or `command` and `timeout`',
)

/** A channel becomes part of file names and addresses. */
const channel = z
  .string('takes the name of a channel')
  .refine(isChannelName, 'takes letters, digits, `-` and `_`, such as `full`')

/** Where what a run made goes; more places come with the ways to get there. */
export const publishPlaces = ['artifact', 'pull-request', 'release', 'none'] as const
export type PublishPlace = (typeof publishPlaces)[number]

const places = `takes ${publishPlaces.map(place => `\`${place}\``).join(', ')}`

const publish = z
  .union([z.string().transform(text => text.split(/[\s,]+/)), z.array(z.string())], places)
  .pipe(z.array(z.enum(publishPlaces, oneOf(publishPlaces))).min(1, places))
  .refine(list => list.length === 1 || !list.includes('none'), '`none` stands alone')

/** Kinds of reports; `report.md` and `candidate.json` are always written. */
export const reportKinds = ['markdown', 'json', 'sbom'] as const
export type ReportKind = (typeof reportKinds)[number]

const kinds = `takes ${reportKinds.map(kind => `\`${kind}\``).join(', ')}`

const report = z
  .union([z.string().transform(text => text.split(/[\s,]+/)), z.array(z.string())], kinds)
  .pipe(z.array(z.enum(reportKinds, oneOf(reportKinds))).min(1, kinds))

const days = 'takes a number of days, 1 to 400'

const takesClass = `takes a class for each glob: ${pathClasses.map(one => `\`${one}\``).join(', ')}`

const flag = z.boolean('takes `true` or `false`')

const tools = ['auto', ...toolNames] as const

const policies = [...conflictPolicies, 'pull-request'] as const

/** What begins like an address is one of a kind that feeds are read from; a folder may have any other name. */
function isPlace(where: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/i.test(where) || /^(?:https?|file):\/\//i.test(where)
}

/** The keys of a product's or a track's entry, of `options`, and of the command line: one schema for all. */
export const entrySchema = z.strictObject({
  tool: z.enum(tools, oneOf(tools)).optional(),
  'tool-path': text.optional(),
  'strip-tool': flag.optional(),
  hotfixes: z.array(text, 'takes a list of zips; `[]` for none').optional(),
  'update-zip': text.optional(),
  'create-update': flag.optional(),
  pack: text.optional(),
  sha256: z.string().refine(isSha256, 'takes a SHA-256: 64 lower-case hex digits').optional(),
  base: text.optional(),
  feed: text
    .refine(isPlace, 'takes a folder, or an address that begins with `https://`, `http://` or `file://`')
    .optional(),
  channel: channel.optional(),
  level: level.optional(),
  overlay: text.optional(),
  classes: z.record(z.string(), z.enum(pathClasses, takesClass), takesClass).optional(),
  resolutions: text.optional(),
  'on-conflict': z.enum(policies, oneOf(policies)).optional(),
  test: test.optional(),
  'continue-on-test-failure': flag.optional(),
  publish: publish.optional(),
  report: report.optional(),
  attest: flag.optional(),
  'retention-days': z.int(days).min(1, days).max(400, days).optional(),
  'allow-public-pack': flag.optional(),
  ...proposalKeys,
})

export type Entry = z.infer<typeof entrySchema>

/** Names of products and tracks become names of files, branches and cache keys. */
const name = (what: string, such: string): z.ZodString =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
      `is no name for a ${what}: it takes letters, digits, \`.\`, \`_\` and \`-\`, and no blanks, such as \`${such}\``,
    )

export const trackName = name('track', 'dev')
export const productName = name('product', 'wso2is-7.1.0')

export const configSchema = z.strictObject({
  version: z.literal(1, 'must be 1'),
  products: z.record(
    productName,
    entrySchema.extend({ tracks: z.record(trackName, entrySchema, 'takes tracks by name').optional() }),
    'takes products by name',
  ),
})

/** Every key that a configuration may hold. */
export const configKeys = [...Object.keys(configSchema.shape), ...Object.keys(entrySchema.shape), 'tracks']

export type Config = z.infer<typeof configSchema>
