import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What no command of ours does alone, for the bench to call; bundled as `dist/` is before it is measured. What it calls is
 * loaded lazily, as there, and so lies in chunks beside it: one of them is the program of worker threads.
 */
const [what = '', zip = '', ...rest] = process.argv.slice(2)
const [home = '', out = '', ...more] = rest
const { keepHeapSmall } = await import('../src/kernel/garbage.ts')
keepHeapSmall()
const { openPack } = await import('../src/pack/open-pack.ts')
await using pack = await openPack(zip)
switch (what) {
  case 'extract': {
    const { extractPack } = await import('../src/pack/extract.ts')
    mkdirSync(home, { recursive: true })
    await extractPack(pack, join(home, pack.root))
    break
  }
  case 'rescan':
  case 'rescan-by-time': {
    const { changedOnDisk } = await import('../src/pack/changed-on-disk.ts')
    await changedOnDisk(pack, home, { by: what === 'rescan' ? 'content' : 'time' })
    break
  }
  case 'verify': {
    const { packTree } = await import('../src/pack/inventory.ts')
    await packTree(pack)
    break
  }
  case 'changes': {
    const { changedOnDisk } = await import('../src/pack/changed-on-disk.ts')
    const changes = await changedOnDisk(pack, home)
    writeFileSync(out, Object.values(changes).flat().join('\n'))
    break
  }
  case 'write':
  case 'rescan-write': {
    const { repack } = await import('../src/pack/write-pack.ts')
    const [known = ''] = more
    const only = what === 'write' ? new Set(readFileSync(known, 'utf8').split('\n')) : undefined
    await repack({ from: pack, home, out: `${out}.draft`, timestamp: 0, only })
    renameSync(`${out}.draft`, out)
    break
  }
  default:
    throw new Error(`The engine knows no ${what}.`)
}
