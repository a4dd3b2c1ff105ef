import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipOf } from '../__tests__/helpers/zip.ts'
import { formatBytes } from '../src/kernel/time.ts'
import { median, type Sample, sampleOf } from './measure.ts'

const sizes = [1000, 10_000, 70_000]

/** How time and memory grow with the number of entries: whole processes of `inspect`, without and with digests. */
export async function growthTable(cli: string, scratch: string, rounds: number): Promise<string> {
  const rows: string[] = []
  for (const size of sizes) {
    const pack = join(scratch, `${size}.zip`)
    const names = Array.from({ length: size }, (_, index) => `p-1.0.0/lib/${index % 500}/file-${index}.txt`)
    writeFileSync(pack, zipOf(names.map(name => ({ name, content: `this is ${name}\n`, deflate: true }))))
    const directory = await samplesOf([process.execPath, cli, 'inspect', '--no-digest', pack], rounds)
    const digests = await samplesOf([process.execPath, cli, 'inspect', pack], rounds)
    rows.push(`| ${size} | ${figures(directory)} | ${figures(digests)} |`)
  }
  return [
    '| entries | `inspect --no-digest` | memory | `inspect` | memory |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

async function samplesOf(words: readonly string[], rounds: number): Promise<Sample[]> {
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round += 1) samples.push(await sampleOf([{ words }]))
  return samples
}

function figures(samples: readonly Sample[]): string {
  const time = median(samples.map(({ milliseconds }) => milliseconds))
  return `${Math.round(time)} ms | ${formatBytes(Math.max(...samples.map(({ peakMemory }) => peakMemory)))}`
}
