import type { JsonMember, JsonNode } from './json-outline.ts'
import { asOurs, type Edit, indentAt, type Layout } from './keyed-merge.ts'

/** An object with the text in which it stands. */
export interface JsonObject {
  text: string
  node: JsonNode & { kind: 'object' }
}

/** What comes behind each of our members: key and value as theirs has them; behind null, what comes first. */
export type AddedMembers = ReadonlyMap<string | null, readonly (readonly [key: string, value: string])[]>

/**
 * Edits that take members out of our object, each with its comma and line, and put new ones in: written as their
 * neighbours are.
 */
export function memberEdits(
  ours: JsonObject,
  theirs: JsonObject,
  layouts: { ours: Layout; theirs: Layout },
  gone: ReadonlySet<string>,
  added: AddedMembers,
): Edit[] {
  const members = [...ours.node.members]
  const written = (gap: string, [key, value]: readonly [string, string]): string =>
    newMember(ours, theirs, layouts, gap, key, value)
  const first = added.get(null) ?? []
  const [head] = members
  const last = members.at(-1)
  const { from, to } = ours.node
  if (head === undefined || last === undefined) return [filled(theirs, ours, layouts, first, written)]
  const firstGap = gapAt(ours, members, 0)
  const listed = first.map(one => written(firstGap, one)).join(firstGap)
  if (gone.size === members.length) {
    if (first.length === 0) return [{ from: from + 1, to: to - 1, text: '' }]
    return [{ from: head[1].from, to: last[1].value.to, text: listed }]
  }

  const edits: Edit[] = []
  if (first.length > 0) edits.push({ from: head[1].from, to: head[1].from, text: listed + firstGap })
  // Of what goes before the first that stays, the comma behind it goes; else the comma before it.
  const stays = members.findIndex(([key]) => !gone.has(key))
  if (stays > 0) edits.push({ from: head[1].from, to: members[stays]?.[1].from ?? to, text: '' })
  for (const [index, [key, { value }]] of members.entries()) {
    if (gone.has(key) && index > stays)
      edits.push({ from: members[index - 1]?.[1].value.to ?? from, to: value.to, text: '' })
    const behind = added.get(key)
    if (behind === undefined) continue
    const gap = gapAt(ours, members, index)
    edits.push({ from: value.to, to: value.to, text: behind.map(one => gap + written(gap, one)).join('') })
  }
  return edits
}

/** Comma and white space behind a member, as it stands there or before it; before an only member there is white space alone. */
function gapAt({ text, node }: JsonObject, members: readonly [string, JsonMember][], index: number): string {
  const [before, one, next] = [members[index - 1], members[index], members[index + 1]].map(
    found => found?.[1],
  )
  if (one === undefined) return ','
  if (next !== undefined) return text.slice(one.value.to, next.from)
  if (before !== undefined) return text.slice(before.value.to, one.from)
  return `,${text.slice(node.from + 1, one.from)}`
}

function newMember(
  ours: JsonObject,
  theirs: JsonObject,
  layouts: { ours: Layout; theirs: Layout },
  gap: string,
  key: string,
  value: string,
): string {
  const member = theirs.node.members.get(key)
  if (member === undefined) throw new Error('no such member')
  const [sample = null] = ours.node.members.values()
  const colon = sample === null ? '' : ours.text.slice(sample.keyTo, sample.value.from)
  const name = theirs.text.slice(member.from, member.keyTo)
  const theirColon = theirs.text.slice(member.keyTo, member.value.from)
  const from = indentAt(theirs.text, member.from)
  const to = /[\r\n]([ \t]*)$/.exec(gap)?.[1] ?? indentAt(ours.text, ours.node.from)
  const moved = asOurs(value, layouts, from, to)
  return name + (sample === null || /[\r\n]/.test(colon) ? theirColon : colon) + moved
}

/** What comes into an empty object: laid out as theirs is, at our indentation. */
function filled(
  theirs: JsonObject,
  ours: JsonObject,
  layouts: { ours: Layout; theirs: Layout },
  added: readonly (readonly [string, string])[],
  written: (gap: string, one: readonly [string, string]) => string,
): Edit {
  const members = [...theirs.node.members]
  const inner = theirs.text.slice(theirs.node.from + 1, members[0]?.[1].from ?? theirs.node.to - 1)
  const { lineEnd, step, isOneLine } = layouts.ours
  const outer = lineEnd + indentAt(ours.text, ours.node.from)
  const isOver = /[\r\n]/.test(inner) && !isOneLine
  const lead = isOver ? outer + (step === '' ? layouts.theirs.step : step) : inner.replaceAll(/\s/g, '')
  const gap = isOver || isOneLine ? `,${lead}` : gapAt(theirs, members, 0)
  const text = added.map(one => written(gap, one)).join(gap)
  return { from: ours.node.from + 1, to: ours.node.to - 1, text: lead + text + (isOver ? outer : lead) }
}
