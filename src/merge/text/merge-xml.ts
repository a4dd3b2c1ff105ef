import { isDeepStrictEqual } from 'node:util'
import { type KeyAnswers, type KeyedMerge, layoutOf } from './keyed-merge.ts'
import { childrenMerged } from './xml-children.ts'
import { assertClear, contentData, contentOf, dataOfElement, isKnownByName } from './xml-data.ts'
import { outlineXml, unquoted } from './xml-outline.ts'
import {
  assertNotesStay,
  type Both,
  decide,
  inner,
  type Place,
  type Sides,
  textOf,
  type Work,
  type Written,
  written,
} from './xml-places.ts'

/**
 * Carries what `theirs` changed since `base` into `ours`: attributes by name, elements by name and identifying attribute,
 * text as a whole. What is not touched stays as it is written. Throws for what cannot be merged without doubt.
 */
export function mergeXml(base: string, ours: string, theirs: string, answerTo: KeyAnswers): KeyedMerge {
  const [b, o, t] = [outlineXml(base), outlineXml(ours), outlineXml(theirs)]
  assertClear([b, o, t])
  if (b.root.name !== o.root.name || o.root.name !== t.root.name) throw new Error('another root')
  // Ours stay where they are; theirs would be lost.
  if (!isDeepStrictEqual(b.instructions, t.instructions)) throw new Error('instructions changed')
  const work: Work = { open: [], answerTo, layouts: { ours: layoutOf(ours), theirs: layoutOf(theirs) } }
  const sides = {
    base: { text: base, element: b.root },
    ours: { text: ours, element: o.root },
    theirs: { text: theirs, element: t.root },
  }
  const merged = bothMerged([o.root.name], sides, work)
  if (work.open.length > 0) return { kind: 'conflict', open: work.open }
  return { kind: 'merged', text: ours.slice(0, o.root.from) + merged + ours.slice(o.root.to) }
}

function mergeElement(path: readonly string[], sides: Sides, work: Work): Written {
  const { base, ours, theirs } = sides
  // Two elements that both sides added under a name that says nothing may be two things.
  const areTwo = base === null && isKnownByName(path.at(-1) ?? '')
  if (ours !== null && theirs !== null && !areTwo) return bothMerged(path, { base, ours, theirs }, work)
  const places = new Map([base, ours, theirs].map(place => [written(place), place]))
  const dataOf = (raw: Written): unknown => {
    const place = places.get(raw) ?? null
    // With the order of what is in it.
    return place === null ? null : [JSON.stringify(dataOfElement(place.element))]
  }
  const same = (one: Written, other: Written): boolean =>
    one === other || isDeepStrictEqual(dataOf(one), dataOf(other))
  const values = { base: written(base), ours: written(ours), theirs: written(theirs) }
  return decide(path, values, same, work)
}

function bothMerged(path: readonly string[], sides: Both, work: Work): string {
  const { base, ours, theirs } = sides
  if (base !== null && written(base) === written(theirs)) return written(ours)
  return startMerged(path, sides, work) + contentMerged(path, sides, work)
}

/** The start tag up to its `>` or `/>`, with its attributes merged. */
function startMerged(path: readonly string[], { base, ours, theirs }: Both, work: Work): string {
  const valueAt = (place: Place | null, name: string): Written => {
    const found = place?.element.attributes.get(name)
    return place === null || found === undefined ? null : place.text.slice(found.valueFrom, found.to)
  }
  const same = (one: Written, other: Written): boolean =>
    one === null || other === null ? one === other : unquoted(one) === unquoted(other)
  const merged = (name: string): Written => {
    const values = { base: valueAt(base, name), ours: valueAt(ours, name), theirs: valueAt(theirs, name) }
    return decide([...path, `@${name}`], values, same, work)
  }
  const { attributes, name: element, from: start, innerFrom } = ours.element
  const last = [...attributes.values()].at(-1)
  let text = `<${element}`
  for (const [name, { from, valueFrom, to }] of attributes) {
    const value = merged(name)
    if (value !== null)
      text += ours.text.slice(from, valueFrom) + quotedAs(ours.text.slice(valueFrom, to), value)
  }
  const blanks = last === undefined ? ' ' : (/^\s+/.exec(ours.text.slice(last.from, last.to))?.[0] ?? ' ')
  for (const name of theirs.element.attributes.keys()) {
    const value = attributes.has(name) ? null : merged(name)
    if (value !== null) text += `${blanks}${name}=${value}`
  }
  const behind = last?.to ?? start + 1 + element.length
  return text + ours.text.slice(behind, innerFrom).replace(/\/?>$/, '')
}

/** A value in the quotes of another, unless they stand in it. */
function quotedAs(model: string, value: string): string {
  const quote = model.charAt(0)
  const bare = value.slice(1, -1)
  return bare.includes(quote) ? value : quote + bare + quote
}

/** What follows the start tag's attributes: `/>`, or `>`, content and end tag. */
function contentMerged(path: readonly string[], sides: Both, work: Work): string {
  const { base, ours, theirs } = sides
  const { name, innerFrom, innerTo, to } = ours.element
  const around = (content: string): string => {
    if (innerTo < to) return `>${content}${ours.text.slice(innerTo, to)}`
    return content === '' && innerFrom === to ? '/>' : `>${content}</${name}>`
  }
  const places = base === null ? [ours, theirs] : [base, ours, theirs]
  const kinds = new Set(places.map(({ element }) => contentOf(element)))
  if (kinds.has('mixed') || (kinds.has('text') && kinds.has('keyed'))) return around(mixtureOf(sides, work))
  if (!kinds.has('text')) {
    const merged = (key: string, children: Sides): Written => mergeElement([...path, key], children, work)
    return around(childrenMerged(sides, merged, work))
  }
  const valueOf = (place: Place | null): Written =>
    place === null || contentOf(place.element) === 'empty' ? null : inner(place)
  const same = (one: Written, other: Written): boolean =>
    one === null || other === null ? one === other : textOf(one) === textOf(other)
  const values = { base: valueOf(base), ours: valueOf(ours), theirs: valueOf(theirs) }
  if (values.ours === null && values.theirs !== null) assertNotesStay('', inner(ours))
  const text = decide([...path, '#text'], values, same, work)
  return around(text === null || text === values.ours ? (text ?? layoutOfEmpty(ours)) : text)
}

/** White space and comments of an element that stays empty. */
function layoutOfEmpty(ours: Place): string {
  return contentOf(ours.element) === 'empty' ? inner(ours) : ''
}

/** Nobody takes a mixture apart: it is theirs where we left it alone. */
function mixtureOf({ base, ours, theirs }: Both, work: Work): string {
  const dataOf = (place: Place | null): unknown =>
    place === null || contentOf(place.element) === 'empty' ? null : contentData(place.element)
  const [b, o, t] = [dataOf(base), dataOf(ours), dataOf(theirs)]
  if (isDeepStrictEqual(b, t) || isDeepStrictEqual(o, t)) return inner(ours)
  if (!isDeepStrictEqual(b, o)) throw new Error('a mixture was changed on both sides')
  assertNotesStay(base === null ? '' : inner(base), inner(ours))
  return inner(theirs).replaceAll(/\r\n|\n|\r/g, work.layouts.ours.lineEnd)
}
