import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VendorUpdate } from './catalogue.ts'
import { plainFile } from './files.ts'
import { zipFiles } from './zip.ts'

/** The kernel that all products here are said to have; wum-uc names 4.4.0 `wilkes`. */
const platform = { name: 'wilkes', version: '4.4.0' }

/** Where the archive of an update is, below the folder of all of them. */
export function archivePath(number: string): string {
  return join(platform.name, platform.version, `${archiveName(number)}.zip`)
}

function archiveName(number: string): string {
  return `WSO2-CARBON-UPDATE-${platform.version}-${number}`
}

/** Keeps an archive for each update, with a descriptor as wum-uc defines it and no files; says how many are new. */
export async function downloadArchives(folder: string, updates: readonly VendorUpdate[]): Promise<number> {
  const missing = updates.filter(({ number }) => !existsSync(join(folder, archivePath(number))))
  await mkdir(join(folder, platform.name, platform.version), { recursive: true })
  for (const update of missing) {
    const files = new Map([['update-descriptor3.yaml', plainFile(descriptorOf(update))]])
    await writeFile(join(folder, archivePath(update.number)), zipFiles(archiveName(update.number), files))
  }
  return missing.length
}

function descriptorOf({ number, title }: VendorUpdate): string {
  return [
    `update_number: "${number}"`,
    `platform_version: ${platform.version}`,
    `platform_name: ${platform.name}`,
    'description: |',
    `  ${title}`,
    'instructions: |',
    '  N/A',
    'bug_fixes: {}',
    '',
  ].join('\n')
}
