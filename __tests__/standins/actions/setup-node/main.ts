/** Puts the running Node on the path of the later steps; fails when another version is asked for. */
import { appendFileSync } from 'node:fs'
import { dirname } from 'node:path'

const wanted = (process.env['INPUT_NODE-VERSION'] ?? '').replace(/^v|\.x$/g, '')
const have = process.versions.node
if (wanted !== '' && have !== wanted && !have.startsWith(`${wanted}.`)) {
  process.stdout.write(`::error::This runner has Node ${have} only, not ${wanted}.\n`)
  process.exitCode = 1
} else {
  appendFileSync(process.env.GITHUB_PATH ?? '', `${dirname(process.execPath)}\n`)
  appendFileSync(process.env.GITHUB_OUTPUT ?? '', `node-version=v${have}\n`)
}
