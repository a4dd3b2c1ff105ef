import type { KeyAnswers, Layout, OpenKey } from './keyed-merge.ts'
import { contentOf, dataOfElement, keyOfElement, type XmlData } from './xml-data.ts'
import { outlineXml, unquoted, type XmlElement } from './xml-outline.ts'

/** An element with the text in which it stands. */
export interface Place {
  text: string
  element: XmlElement
}

export interface Sides {
  base: Place | null
  ours: Place | null
  theirs: Place | null
}

/** An element that both sides have; `base` is null where both added it. */
export type Both = Sides & { ours: Place; theirs: Place }

/** What one place holds, as it is written; null where it is not there. */
export type Written = string | null

export interface Work {
  open: OpenKey[]
  answerTo: KeyAnswers
  layouts: { ours: Layout; theirs: Layout }
}

export function written(place: Place): string
export function written(place: Place | null): Written
export function written(place: Place | null): Written {
  return place === null ? null : place.text.slice(place.element.from, place.element.to)
}

export function inner({ text, element }: Place): string {
  return text.slice(element.innerFrom, element.innerTo)
}

/** Decides a value that cannot be looked into. */
export function decide(
  path: readonly string[],
  values: { base: Written; ours: Written; theirs: Written },
  same: (one: Written, other: Written) => boolean,
  work: Work,
): Written {
  const { base, ours, theirs } = values
  if (same(base, theirs) || same(ours, theirs)) return ours
  if (same(base, ours)) {
    assertNotesStay(base, ours)
    return theirs?.replaceAll(/\r\n|\n|\r/g, work.layouts.ours.lineEnd) ?? null
  }
  const open = { key: JSON.stringify(path), base: base ?? '', ours: ours ?? '', theirs: theirs ?? '' }
  const answer = work.answerTo(open)
  if (answer !== undefined) return answer
  work.open.push(open)
  return ours
}

/** Comments and instructions of ours within what is replaced or goes would be lost with it. */
export function assertNotesStay(base: Written, ours: Written): void {
  const before = new Set(notesIn(base ?? ''))
  if (notesIn(ours ?? '').some(note => !before.has(note))) throw new Error('a comment would be lost')
}

export function notesIn(raw: string): string[] {
  const found = raw.match(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>/g) ?? []
  return found.filter(note => !note.startsWith('<![CDATA['))
}

/** What stands at a key, as it is written; null where it is not there. Throws for what cannot be taken apart. */
export function writtenInXml(text: string, path: readonly string[]): Written {
  const { root } = outlineXml(text)
  if (path[0] !== root.name) return null
  let element = root
  for (const key of path.slice(1)) {
    if (key === '#text') return contentOf(element) === 'text' ? inner({ text, element }) : null
    if (key.startsWith('@')) {
      const found = element.attributes.get(key.slice(1))
      return found === undefined ? null : text.slice(found.valueFrom, found.to)
    }
    const found = element.children.filter(child => keyOfElement(child) === key)
    if (found.length > 1) throw new Error('an element stands twice')
    if (found[0] === undefined) return null
    ;[element] = [found[0]]
  }
  return written({ text, element })
}

/** The data of what stands at a key, as it is written. */
export function valueInXml(raw: string, path: readonly string[]): XmlData {
  const last = path.at(-1) ?? ''
  if (last.startsWith('@')) return unquoted(raw)
  return last === '#text' ? textOf(raw) : dataOfElement(outlineXml(raw).root)
}

/** The text of an element's content, as it is written. */
export function textOf(raw: string): string {
  return outlineXml(`<a>${raw}</a>`).root.texts.join('')
}
