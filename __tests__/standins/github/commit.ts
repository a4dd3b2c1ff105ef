import type { BareRepository } from './bare-repository.ts'

/** Who wrote or committed something, and when. */
export interface Signature {
  name: string
  email: string
  /** As `2026-01-01T00:00:00.000Z`. */
  date: string
}

export interface Commit {
  tree: string
  parents: string[]
  author: Signature
  committer: Signature
  message: string
}

/** A commit by its name; undefined where there is none. */
export async function commitNamed(repository: BareRepository, sha: string): Promise<Commit | undefined> {
  const object = await repository.object(sha)
  if (object?.kind !== 'commit') return undefined
  const text = object.bytes.toString('utf8')
  const end = text.indexOf('\n\n')
  const lines = text.slice(0, end).split('\n')
  const valuesOf = (name: string): string[] =>
    lines.filter(line => line.startsWith(`${name} `)).map(line => line.slice(name.length + 1))
  return {
    tree: valuesOf('tree').join(),
    parents: valuesOf('parent'),
    author: signatureOf(valuesOf('author').join()),
    committer: signatureOf(valuesOf('committer').join()),
    message: text.slice(end + 2).trimEnd(),
  }
}

function signatureOf(line: string): Signature {
  const [, name = '', email = '', seconds] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(line) ?? []
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString() }
}
