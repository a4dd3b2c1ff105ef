/** Uploads what the globs find, from their deepest common folder, as the genuine action does. */
import { globSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import { getInput, info, setFailed, setOutput, warning } from '@actions/core'

function filesOf(pattern: string): string[] {
  return globSync(pattern).flatMap(found => {
    if (!statSync(found).isDirectory()) return [resolve(found)]
    return globSync('**', { cwd: found })
      .map(name => resolve(found, name))
      .filter(path => statSync(path).isFile())
  })
}

function commonFolder(files: readonly string[]): string {
  let common = dirname(files[0] ?? '')
  for (const file of files) {
    while (relative(common, file).startsWith('..')) common = join(common, '..')
  }
  return common === '' ? sep : common
}

async function main(): Promise<void> {
  const files = getInput('path')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .flatMap(filesOf)
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${getInput('path')}. No artifacts will be uploaded.`
    const tell = { error: setFailed, ignore: info }[getInput('if-no-files-found')] ?? warning
    tell(message)
    return
  }
  const uploaded = await new DefaultArtifactClient().uploadArtifact(
    getInput('name'),
    files,
    commonFolder(files),
    {
      retentionDays: Number(getInput('retention-days')),
      compressionLevel: Number(getInput('compression-level')),
      skipArchive: getInput('archive') === 'false',
    },
  )
  setOutput('artifact-id', uploaded.id)
  setOutput('artifact-digest', uploaded.digest)
}

await main().catch((error: unknown) => setFailed(error instanceof Error ? error : String(error)))
