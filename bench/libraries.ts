import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { unzipSync } from 'fflate'
import { openPromise } from 'yauzl'

/** The two JavaScript libraries that a user would pick, used as their documentation does. */
const [library, what, zip = '', to = ''] = process.argv.slice(2)
if (library === 'fflate') fflate()
else await yauzl()

function fflate(): void {
  const found = unzipSync(readFileSync(zip), what === 'list' ? { filter: () => false } : {})
  for (const [name, content] of Object.entries(found)) {
    if (name.endsWith('/')) continue
    mkdirSync(dirname(join(to, name)), { recursive: true })
    writeFileSync(join(to, name), content)
  }
}

async function yauzl(): Promise<void> {
  const file = await openPromise(zip, { lazyEntries: true, autoClose: false })
  for await (const entry of file.eachEntry()) {
    if (what === 'list' || entry.fileName.endsWith('/')) continue
    mkdirSync(dirname(join(to, entry.fileName)), { recursive: true })
    await writeFile(join(to, entry.fileName), await buffer(await file.openReadStreamPromise(entry)))
  }
  file.close()
}
