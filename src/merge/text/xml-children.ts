import { isDeepStrictEqual } from 'node:util'
import { asOurs, indentAt } from './keyed-merge.ts'
import { keyOfElement } from './xml-data.ts'
import { type Both, inner, notesIn, type Place, type Work, type Written } from './xml-places.ts'

/** A child with what stands before it: white space and comments. */
interface Child {
  lead: string
  place: Place
}

/**
 * The content of our element: its children in their order, new ones behind the one that they follow in theirs. Throws
 * where siblings changed places, as their order may mean something.
 */
export function childrenMerged(
  { base, ours, theirs }: Both,
  merged: (
    key: string,
    children: { base: Place | null; ours: Place | null; theirs: Place | null },
  ) => Written,
  { layouts }: Work,
): string {
  const [before, mine, others] = [childrenOf(base), childrenOf(ours), childrenOf(theirs)]
  assertSameOrder(mine, others)
  assertSameOrder(before, others)
  assertSameOrder(before, mine)
  const resultOf = (key: string): Written =>
    merged(key, {
      base: before.get(key)?.place ?? null,
      ours: mine.get(key)?.place ?? null,
      theirs: others.get(key)?.place ?? null,
    })
  const kept = new Map<string, string>()
  for (const [key, { lead }] of mine) {
    const text = resultOf(key)
    if (text !== null) kept.set(key, lead + text)
    else kept.set(key, ownNotes(lead, before.get(key)?.lead ?? ''))
  }
  const added = new Map<string | null, string[]>()
  let after: string | null = null
  for (const [key, { lead, place }] of others) {
    if (mine.has(key)) {
      after = key
      continue
    }
    const text = resultOf(key)
    if (text === null) continue
    const blanks = blanksFor(mine, after, lead, ours, layouts)
    const from = indentAt(place.text, place.element.from)
    const to = /[\r\n]([ \t]*)$/.exec(blanks)?.[1] ?? ''
    const above = notesIn(lead).length === 0 ? '' : `${lead.trim()}${blanksBehind(lead)}`
    const behind = added.get(after) ?? []
    behind.push(blanks + asOurs(above + text, layouts, from, to))
    added.set(after, behind)
  }
  const pieces = [...(added.get(null) ?? [])]
  for (const [key, piece] of kept) pieces.push(piece, ...(added.get(key) ?? []))
  if (mine.size > 0) {
    const tail = tailOf(ours)
    return pieces.every(piece => piece === '') && notesIn(tail).length === 0 ? '' : pieces.join('') + tail
  }
  if (pieces.length === 0) return inner(ours)
  const isOver = /[\r\n]/.test(pieces[0] ?? '')
  const tail = isOver ? layouts.ours.lineEnd + indentAt(ours.text, ours.element.from) : ''
  return inner(ours).trimEnd() + pieces.join('') + tail
}

/** What stays of the space before an element that goes: a comment of the vendor's goes with what it is about. */
function ownNotes(lead: string, before: string): string {
  const vendors = new Set(notesIn(before))
  return notesIn(lead).every(note => vendors.has(note)) ? '' : lead.trimEnd()
}

/** White space before a new child: as before its neighbour, or as theirs has it in an element that was empty. */
function blanksFor(
  mine: ReadonlyMap<string, Child>,
  after: string | null,
  lead: string,
  ours: Place,
  { ours: { lineEnd, step, isOneLine }, theirs }: Work['layouts'],
): string {
  const neighbour = (after === null ? undefined : mine.get(after)) ?? mine.values().next().value
  if (neighbour !== undefined) return blanksBehind(neighbour.lead)
  if (isOneLine || !/[\r\n]/.test(lead)) return ''
  return lineEnd + indentAt(ours.text, ours.element.from) + (step === '' ? theirs.step : step)
}

function blanksBehind(text: string): string {
  return text.slice(text.trimEnd().length)
}

function childrenOf(place: Place | null): Map<string, Child> {
  const found = new Map<string, Child>()
  if (place === null) return found
  let at = place.element.innerFrom
  for (const element of place.element.children) {
    found.set(keyOfElement(element), {
      lead: place.text.slice(at, element.from),
      place: { text: place.text, element },
    })
    at = element.to
  }
  return found
}

function tailOf({ text, element }: Place): string {
  return text.slice(element.children.at(-1)?.to ?? element.innerFrom, element.innerTo)
}

function assertSameOrder(one: ReadonlyMap<string, Child>, other: ReadonlyMap<string, Child>): void {
  const [here, there] = [
    [...one.keys()].filter(key => other.has(key)),
    [...other.keys()].filter(key => one.has(key)),
  ]
  if (!isDeepStrictEqual(here, there)) throw new Error('siblings changed places')
}
