import { type ErrorCode, TrainError } from '../../kernel/errors.ts'
import { noCredentialsHint } from './credentials.ts'
import { networkFailure } from './network-failure.ts'

/** A message that a tool is known for, and what it means. */
export interface KnownMessage {
  pattern: RegExp
  code: ErrorCode
  /** What happened, without a full stop. */
  says: string
  hint: string
}

const hostsHint =
  'The runner must reach api.updates.wso2.com, cdn.updates.wso2.com, product-dist.wso2.com, gateway.api.cloud.wso2.com and wso2.com; behind a proxy set HTTPS_PROXY. Run again.'

const hotfixInTheWay: KnownMessage = {
  // The text is not public. Tracks and folders are called `hotfix` as well: what belongs to a path or a name is not meant,
  // nor what is told in passing.
  pattern:
    /^(?!.*\] INFO\s+- )(?=.*\b(?:revert\w*|remov\w*|appl\w*|install\w*|contain\w*|has|have|with|present|exists?|found|cannot|unable|not)\b).*(?<![\w.+/\\-])hotfix(?:es)?(?![\w+/\\-]|\.\w)/i,
  code: 'config',
  says: 'a hotfix is in the way',
  hint: 'Set `hotfixes` to the zips that go over the update, in their order, or to `[]` to go on without any.',
}

/**
 * Messages of the documentation's troubleshooting tables and of public logs (WSO2 docs-updates, *Troubleshoot*; WSO2 Update
 * Manager, *Troubleshooting*; the updates FAQ). Their texts are read for a better error only, never for success.
 */
export const knownMessages: readonly KnownMessage[] = [
  {
    pattern: /invalid credentials|invalid_grant/i,
    code: 'refused',
    says: 'the credentials were refused',
    hint: noCredentialsHint,
  },
  {
    pattern:
      /username or password cannot be empty|unable to read (?:your )?input|invalid email address|inappropriate ioctl for device|not a terminal|haven't initialized WUM/i,
    code: 'refused',
    says: 'it was given no credentials, or does not read them from where they were given',
    hint: noCredentialsHint,
  },
  {
    pattern: /session has timed out/i,
    code: 'refused',
    says: 'its session has timed out',
    hint: noCredentialsHint,
  },
  {
    pattern: /active subscription|channel does not exist/i,
    code: 'refused',
    says: 'there is no active subscription, or no such channel',
    hint: 'Check the subscription of the account, and `channel` (--channel); without one, a 15-day trial comes with a WSO2 account.',
  },
  {
    pattern: /servers are busy|(?:http|status|code)\D{0,12}429\b/i,
    code: 'busy',
    says: 'the update servers are busy',
    hint: 'Wait a while and run again.',
  },
  {
    pattern: /insufficient disk space|no space left on device/i,
    code: 'disk-full',
    says: 'there is not enough disk space',
    hint: 'WSO2 asks for three times the pack, and the updates, and 500 MB. Free some space, or set TMPDIR to a larger disk.',
  },
  {
    pattern: /invalid (?:requested )?update level|invalid timestamp/i,
    code: 'config',
    says: 'there is no such level',
    hint: 'Correct `level` (--level): a number, or <version>.<number> of this very product version; for tools that count in timestamps, one of theirs.',
  },
  {
    pattern: /backup directory .* cannot be inside the product/i,
    code: 'config',
    says: 'its backup folder is inside the product',
    hint: 'Remove `backup-dir` from updates/config.json of the pack.',
  },
  {
    pattern: /file validation failed|unable to get md5|md5 check failed|local modifications/i,
    code: 'verification',
    says: 'a file is not what it must be',
    hint: 'Give the vanilla pack: a customised one goes into `pack` with the vanilla one as `base`, or its files into an `overlay`. If the pack is vanilla, run again: a download may have been cut.',
  },
  {
    pattern: /unable to identify the product/i,
    code: 'config',
    says: 'it does not know the product',
    hint: 'The pack must hold updates/product.txt with its name and version.',
  },
  {
    pattern: /invalid hotfix name/i,
    code: 'config',
    says: 'it does not know the name of the hotfix',
    hint: 'Name the zips of `hotfixes` as WSO2 has named them: <pack>-<id>-hf<N>.zip.',
  },
  hotfixInTheWay,
  {
    pattern: /unable to parse json|error while getting access token|token invoked with status/i,
    code: 'unreachable',
    says: 'the token service did not answer as it should',
    hint: hostsHint,
  },
  {
    pattern: /(?:http|status|code)\D{0,12}(?:410|50[0-4])\b/i,
    code: 'unreachable',
    says: 'the update service does not answer as it should, or is no longer there',
    hint: hostsHint,
  },
  ...[networkFailure, /error while downloading|unable to download|error while extracting downloaded/i].map(
    (pattern): KnownMessage => ({
      pattern,
      code: 'unreachable',
      says: 'the update service could not be reached',
      hint: hostsHint,
    }),
  ),
  {
    pattern:
      /not supported by WSO2 Update|cannot find a matching product|update configurations are not loaded/i,
    code: 'config',
    says: 'the product is not one that it can update',
    hint: 'Check the name and version of the product, and that its pack is one that WSO2 gives updates for.',
  },
  {
    pattern: /requires only 1 product/i,
    code: 'config',
    says: 'it knows no channels',
    hint: 'Leave `channel` out (--channel), or give a newer tool with `tool-path` (--tool-path).',
  },
  {
    pattern: /merging configurations failed/i,
    code: 'failure',
    says: 'it could not merge the configuration files',
    hint: 'Give the vanilla pack, with your files as an `overlay`: they are merged here then, not by the tool.',
  },
  {
    pattern: /unknown (?:command|flag|shorthand flag)/i,
    code: 'config',
    says: 'it is too old for what it was asked',
    hint: 'Give a newer tool with `tool-path` (--tool-path).',
  },
]

/** The same where the tool was told to do something about hotfixes: then the word says nothing. */
export const messagesOfHotfixes = knownMessages.filter(message => message !== hotfixInTheWay)

/** The error for a failed run: the last line that is known, in our words, with the line itself. */
export function toolError(
  what: string,
  exitCode: number,
  lines: readonly string[],
  messages: readonly KnownMessage[] = knownMessages,
): TrainError {
  for (const line of lines.toReversed()) {
    if (isDebug(line)) continue
    const known = messages.find(({ pattern }) => pattern.test(line))
    if (known !== undefined)
      return new TrainError(known.code, `${what}: ${known.says} (exit code ${exitCode}: ${shown(line)}).`, {
        hint: known.hint,
      })
  }
  const last = lastSaid(lines)
  return new TrainError(
    'failure',
    `${what}: it ended with exit code ${exitCode}${last === null ? ' and said nothing' : ` and said last: ${last}`}.`,
    {
      hint: 'Its whole output is in the log above. Run it by hand in an unpacked copy of the pack to see more.',
    },
  )
}

/** What a tool has said last, as an error repeats it; null where it said nothing. */
export function lastSaid(lines: readonly string[]): string | null {
  const last = lines.findLast(line => line.trim() !== '' && !isDebug(line))
  return last === undefined ? null : shown(last)
}

/** Debug lines tell of what was tried again as well, and of what is of no interest. */
function isDebug(line: string): boolean {
  return /\] DEBUG - /.test(line)
}

/** Characters of a line that an error repeats. */
const shownCharacters = 300

function shown(line: string): string {
  const text = line.replace(/^\[[\d\- :]+\] (?:[A-Z]+\s+- )?/, '').trim()
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`
}
