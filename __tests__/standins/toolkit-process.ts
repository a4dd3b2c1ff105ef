/**
 * Runs calls of GitHub's toolkit one after the other in a process of its own, as an action would, with the
 * environment of its caller. Takes a list of calls as JSON in its first argument and prints a list of `{result}` or
 * `{error, name}` as JSON after the toolkit's own log, on the last line.
 */
import { writeSync } from 'node:fs'
import { DefaultArtifactClient } from '@actions/artifact'
import { restoreCache, saveCache } from '@actions/cache'
import { z } from 'zod'

const files = { name: z.string(), files: z.array(z.string()), root: z.string() }
const callSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('upload'), ...files, skipArchive: z.boolean(), retentionDays: z.number() }),
  z.object({ do: z.literal('list') }),
  z.object({ do: z.literal('get'), name: z.string() }),
  z.object({ do: z.literal('download'), id: z.number(), path: z.string() }),
  z.object({ do: z.literal('delete'), name: z.string() }),
  z.object({ do: z.literal('save'), paths: z.array(z.string()), key: z.string() }),
  z.object({
    do: z.literal('restore'),
    paths: z.array(z.string()),
    key: z.string(),
    restoreKeys: z.array(z.string()),
  }),
])

/** One call of the toolkit, named as its own function is. */
export type ToolkitCall = z.infer<typeof callSchema>

async function make(call: ToolkitCall): Promise<unknown> {
  const client = new DefaultArtifactClient()
  switch (call.do) {
    case 'upload': {
      const { name, files, root, skipArchive, retentionDays } = call
      return client.uploadArtifact(name, files, root, { skipArchive, retentionDays })
    }
    case 'list':
      return client.listArtifacts()
    case 'get':
      return client.getArtifact(call.name)
    case 'download':
      return client.downloadArtifact(call.id, { path: call.path })
    case 'delete':
      return client.deleteArtifact(call.name)
    case 'save':
      return saveCache(call.paths, call.key)
    case 'restore':
      return (await restoreCache(call.paths, call.key, call.restoreKeys)) ?? null
  }
}

async function attempt(call: ToolkitCall): Promise<unknown> {
  try {
    return { result: await make(call) }
  } catch (error) {
    return error instanceof Error ? { error: error.message, name: error.name } : { error: String(error) }
  }
}

const replies: unknown[] = []
for (const call of z.array(callSchema).parse(JSON.parse(process.argv[2] ?? '')))
  replies.push(await attempt(call))
writeSync(1, `\n${JSON.stringify(replies)}\n`)
