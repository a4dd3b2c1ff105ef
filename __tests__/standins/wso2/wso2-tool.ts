import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runProcess } from '../run-process.ts'
import { type RecordedRun, readRecord } from './record.ts'
import { type Settings, settingsMark, sha256 } from './settings.ts'
import { type SetupVariant, setupScript } from './setup-script.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import type { Wso2Vendor } from './wso2-vendor.ts'

/** The account that the stand-in lets in. The password holds what shells and templates like to change. */
export const account = { username: 'ops@example.com', password: 'pa$$w0rd $HOME `x` "q" \\ %s' } as const

/** A stand-in of `wso2update_linux`, ready to be put into packs. */
export interface Wso2Tool {
  /** Puts `bin/wso2update_linux` into a home. Nothing else is left there. */
  put(home: string): Promise<string>
  /** Puts `bin/update_tool_setup.sh` into a home, which brings the tool when it is run. */
  putSetup(home: string, variant?: SetupVariant): Promise<string>
  /** Changes switches, also of tools that lie in packs already. */
  switch(changes: Partial<Switches>): Promise<void>
  /** All runs so far, oldest first, of all packs. */
  runs(): RecordedRun[]
}

/**
 * Makes a stand-in that plays against `vendor` and keeps its settings and its record in `folder`, outside of any pack.
 * The settings' path is written into the tool's file, so a copy of the file alone works as well, whatever its
 * environment; a `bin/.wso2update-standin.json` beside the tool goes before them.
 */
export async function wso2Tool(
  folder: string,
  vendor: Wso2Vendor,
  switches: Partial<Switches> = {},
): Promise<Wso2Tool> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'settings.json')
  const settings: Settings = {
    vendor: vendor.folder,
    record: join(folder, 'record.jsonl'),
    usernameSha256: sha256(account.username),
    passwordSha256: sha256(account.password),
    switches: { ...defaultSwitches, ...switches },
  }
  const save = () => writeFile(file, JSON.stringify(settings, null, 2))
  await save()
  const text = (await toolText()).replaceAll(
    settingsMark,
    JSON.stringify(`standin-settings:${file}`).slice(1, -1),
  )
  const built = join(folder, 'wso2update_linux')
  await writeExecutable(built, text)

  return {
    async put(home) {
      const at = join(home, 'bin', 'wso2update_linux')
      await writeExecutable(at, text)
      return at
    },
    async putSetup(home, variant = 'ok') {
      const at = join(home, 'bin', 'update_tool_setup.sh')
      await writeExecutable(at, setupScript(built, settings.record, variant))
      return at
    },
    async switch(changes) {
      Object.assign(settings.switches, changes)
      await save()
    },
    runs: () => readRecord(settings.record),
  }
}

let bundled: Promise<string> | null = null

/** Bundled once per test file, in a process of its own: the bundler is native code, which jest's realm does not suit. */
function toolText(): Promise<string> {
  bundled ??= bundleTool()
  return bundled
}

async function bundleTool(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wso2-standin-'))
  try {
    const file = join(folder, 'wso2update_linux')
    const { code, stderr } = await runProcess(process.execPath, [
      join(import.meta.dirname, 'build-tool.ts'),
      file,
    ])
    if (code !== 0) throw new Error(`The stand-in could not be bundled: ${stderr}`)
    return await readFile(file, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeExecutable(at: string, text: string): Promise<void> {
  await mkdir(dirname(at), { recursive: true })
  await writeFile(at, text)
  await chmod(at, 0o755)
}
