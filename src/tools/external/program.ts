import { chmod, copyFile, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { reasonOf, TrainError } from '../../kernel/errors.ts'
import { exists } from '../../kernel/files.ts'

/** A home, the program in it, and the user's home for its own files. */
export interface HomeProgram {
  home: string
  user: string
  /** Path of a newer or missing tool that the user gives; null for the pack's own. */
  toolPath: string | null
}

/** Homes that have the user's own program: it may have replaced itself there since. */
const laid = new WeakSet<HomeProgram>()

/**
 * The program in the `bin/` of a home: the user's own, which is laid there, else the first that is there.
 * @param names the one for this machine first
 */
export async function findProgram(program: HomeProgram, names: readonly string[]): Promise<string | null> {
  const { home, toolPath } = program
  const paths = names.map(name => join(home, 'bin', name))
  const [first] = paths
  if (toolPath !== null && first !== undefined && !laid.has(program)) {
    laid.add(program)
    await mkdir(join(home, 'bin'), { recursive: true })
    await copyFile(toolPath, first).catch((error: unknown) => {
      throw new TrainError('config', `The update tool ${toolPath} cannot be read: ${reasonOf(error)}.`, {
        hint: 'Correct `tool-path` (--tool-path): it takes the program itself, such as wso2update_linux.',
        cause: error,
      })
    })
    await chmod(first, 0o755)
  }
  for (const path of paths) if (await exists(path)) return path
  return null
}

/** `home` is a copy of ours, named after the product; `tool` is as users call it, `program` what `tool-path` takes. */
export function noProgram(
  home: string,
  { tool, program }: { tool: string; program: string },
  why: string,
): TrainError {
  return new TrainError('config', `The pack ${basename(home)} brings no update tool ${tool}: ${why}.`, {
    hint: `Name WSO2’s program ${program} with \`tool-path\` (--tool-path), or take a pack from WSO2’s site that brings it: those of GitHub releases often do not. The tool signs in with UPDATE_TOOL_USERNAME and UPDATE_TOOL_PASSWORD. For updates from a feed, set \`feed\` (--feed) instead of \`tool\`.`,
  })
}

/** Takes out of a home what a tool leaves of its work: its logs, and what its self-update unpacks. */
export async function removeTraces(home: string): Promise<void> {
  for (const path of ['updates/logs', '.tmp']) await rm(join(home, path), { recursive: true, force: true })
}
