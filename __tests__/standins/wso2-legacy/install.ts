import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { type Content, writeTree } from '../../helpers/tree.ts'
import { runProcess } from '../run-process.ts'
import { type RunRecord, runRecordSchema } from './run-record.ts'
import { type InPlaceSettings, settingsMark, settingsNames, type WumSettings } from './settings.ts'

/**
 * Stand-ins of WSO2's two decommissioned update tools, for tests: the in-place tool (`in-place/program.ts`) and
 * WUM (`wum/program.ts`), which say what public documents they imitate. Neither is the tool.
 * Both need `node` on the `PATH` and keep their files below the `HOME` that they are run with.
 */
const programs = { update_linux: 'in-place/program.ts', wum: 'wum/program.ts' } as const
type Tool = keyof typeof programs

const bundles = new Map<Tool, Promise<string>>()

/** The files of the in-place tool, to be a part of a pack: paths below its home. */
export async function inPlaceFiles(settings: InPlaceSettings): Promise<Record<string, Content>> {
  return {
    'bin/update_linux': { content: await bundleOf('update_linux'), mode: 0o755 },
    [`bin/${settingsNames.update_linux}`]: JSON.stringify(settings),
  }
}

/** The in-place tool with its settings in a file elsewhere, so that nothing but the tool is in the pack. */
export async function inPlaceProgram(settings: string): Promise<Content> {
  const mark = JSON.stringify(`standin-settings:${settings}`).slice(1, -1)
  return { content: (await bundleOf('update_linux')).replaceAll(settingsMark, mark), mode: 0o755 }
}

/** Puts the in-place tool into the `bin/` of a home, or new settings into one that has it; gives the tool's path. */
export async function installInPlace(home: string, settings: InPlaceSettings): Promise<string> {
  await writeTree(home, await inPlaceFiles(settings))
  return join(home, 'bin', 'update_linux')
}

/** Puts `wum` into a folder, which is to be on the `PATH`, or new settings beside one; gives the tool's path. */
export async function installWum(folder: string, settings: WumSettings): Promise<string> {
  await writeTree(folder, {
    wum: { content: await bundleOf('wum'), mode: 0o755 },
    [settingsNames.wum]: JSON.stringify(settings),
  })
  return join(folder, 'wum')
}

/** All runs that were recorded in a file, in their order. */
export async function readRuns(record: string): Promise<RunRecord[]> {
  const lines = (await readFile(record, 'utf8')).trimEnd().split('\n')
  return z.array(runRecordSchema).parse(lines.map((line): unknown => JSON.parse(line)))
}

function bundleOf(tool: Tool): Promise<string> {
  const known = bundles.get(tool) ?? bundle(tool)
  bundles.set(tool, known)
  return known
}

async function bundle(tool: Tool): Promise<string> {
  const program = join(import.meta.dirname, 'bundle-process.ts')
  const { code, stdout, stderr } = await runProcess(process.execPath, [program, programs[tool]])
  if (code !== 0) throw new Error(`${tool} could not be bundled: ${stderr}`)
  return stdout
}
