import { isDeepStrictEqual } from 'node:util'
import { type JsonObject, memberEdits } from './json-members.ts'
import { dataOfJson, type JsonMember, type JsonNode, outlineJson } from './json-outline.ts'
import {
  asOurs,
  type Edit,
  indentAt,
  type KeyAnswers,
  type KeyedMerge,
  type Layout,
  layoutOf,
  type OpenKey,
  withEdits,
} from './keyed-merge.ts'

/**
 * Carries what `theirs` changed since `base` into `ours`, key by key: objects in each other, everything else as a whole.
 * What is not touched stays as it is written. Null where one of the three is no JSON that can be taken apart.
 */
export function mergeJson(
  base: string,
  ours: string,
  theirs: string,
  answerTo: KeyAnswers,
): KeyedMerge | null {
  const [b, o, t] = [outlineJson(base), outlineJson(ours), outlineJson(theirs)]
  if (b === null || o === null || t === null) return null
  const layouts = { ours: layoutOf(ours), theirs: layoutOf(theirs) }
  const work: Work = { texts: { base, ours, theirs }, layouts, open: [], edits: [], answerTo }
  const whole = mergeValue([], { base: b, ours: o, theirs: t }, work)
  if (whole.kind === 'written') work.edits.push({ from: o.from, to: o.to, text: whole.text })
  if (work.open.length > 0) return { kind: 'conflict', open: work.open }
  return { kind: 'merged', text: withEdits(ours, work.edits) }
}

/** What stands at a key, as it is written; undefined for what is no JSON, null where there is no such key. */
export function writtenInJson(text: string, path: readonly string[]): string | null | undefined {
  let node = outlineJson(text)
  if (node === null) return undefined
  for (const key of path) {
    const found: JsonNode | undefined = memberOf(node, key)?.value
    if (found === undefined) return null
    node = found
  }
  return text.slice(node.from, node.to)
}

interface Nodes {
  base: JsonNode | null
  ours: JsonNode | null
  theirs: JsonNode | null
}

interface Work {
  texts: { base: string; ours: string; theirs: string }
  layouts: { ours: Layout; theirs: Layout }
  open: OpenKey[]
  edits: Edit[]
  answerTo: KeyAnswers
}

/** What becomes of our value at a path: it stays, with edits in it at most, or goes, or something else is written. */
type Outcome = { kind: 'stays' } | { kind: 'goes' } | { kind: 'written'; text: string }

function mergeValue(path: readonly string[], { base, ours, theirs }: Nodes, work: Work): Outcome {
  if (ours?.kind === 'object' && theirs?.kind === 'object') {
    mergeObject(path, { base, ours, theirs }, work)
    return { kind: 'stays' }
  }
  const { texts } = work
  const b = valueIn(texts.base, base)
  const o = valueIn(texts.ours, ours)
  const t = valueIn(texts.theirs, theirs)
  if (same(b, t) || same(o, t)) return { kind: 'stays' }
  if (same(b, o)) {
    if (t === null || theirs === null) return { kind: 'goes' }
    return { kind: 'written', text: fitted(t.raw, theirs, ours, work) }
  }
  const place = { key: JSON.stringify(path), base: b?.raw ?? '', ours: o?.raw ?? '', theirs: t?.raw ?? '' }
  const answer = work.answerTo(place)
  if (answer === undefined) work.open.push(place)
  else return answer === null ? { kind: 'goes' } : { kind: 'written', text: answer }
  return { kind: 'stays' }
}

/** Their value where ours stands; a new one is moved with its member. */
function fitted(raw: string, theirs: JsonNode, ours: JsonNode | null, { texts, layouts }: Work): string {
  // White space with a line end stands between values only: within a string it would be escaped.
  if (layouts.ours.isOneLine) return raw.replaceAll(/[\r\n]\s*/g, '')
  if (ours === null) return raw
  return asOurs(raw, layouts, indentAt(texts.theirs, theirs.from), indentAt(texts.ours, ours.from))
}

interface Value {
  raw: string
  text: string
  node: JsonNode
}

function valueIn(text: string, node: JsonNode | null): Value | null {
  return node === null ? null : { raw: text.slice(node.from, node.to), text, node }
}

function same(one: Value | null, other: Value | null): boolean {
  if (one === null || other === null) return one === other
  return (
    one.raw === other.raw ||
    isDeepStrictEqual(dataOfJson(one.text, one.node), dataOfJson(other.text, other.node))
  )
}

function memberOf(node: JsonNode | null, key: string): JsonMember | undefined {
  return node?.kind === 'object' ? node.members.get(key) : undefined
}

/** Our members stay in their order; new ones come behind the one that they follow in theirs. */
function mergeObject(
  path: readonly string[],
  { base, ours, theirs }: { base: JsonNode | null; ours: JsonObject['node']; theirs: JsonObject['node'] },
  work: Work,
): void {
  const outcomeOf = (key: string): Outcome =>
    mergeValue(
      [...path, key],
      {
        base: memberOf(base, key)?.value ?? null,
        ours: ours.members.get(key)?.value ?? null,
        theirs: theirs.members.get(key)?.value ?? null,
      },
      work,
    )
  const gone = new Set<string>()
  for (const [key, { value }] of ours.members) {
    const outcome = outcomeOf(key)
    if (outcome.kind === 'goes') gone.add(key)
    if (outcome.kind === 'written') work.edits.push({ from: value.from, to: value.to, text: outcome.text })
  }
  const added = new Map<string | null, [string, string][]>()
  let after: string | null = null
  for (const key of theirs.members.keys()) {
    if (ours.members.has(key)) {
      if (!gone.has(key)) after = key
      continue
    }
    const outcome = outcomeOf(key)
    if (outcome.kind !== 'written') continue
    const behind = added.get(after) ?? []
    behind.push([key, outcome.text])
    added.set(after, behind)
  }
  if (gone.size === 0 && added.size === 0) return
  const [mine, others] = [
    { text: work.texts.ours, node: ours },
    { text: work.texts.theirs, node: theirs },
  ]
  work.edits.push(...memberEdits(mine, others, work.layouts, gone, added))
}
