import { type Edit, type KeyAnswers, type KeyedMerge, lineEndOf, type OpenKey } from './keyed-merge.ts'

/** One assignment of a configuration text, with its place in it. Offsets are of characters. */
export interface Statement {
  /** Unique within the text. */
  key: string
  /** The section that it stands in; of `.properties` there is one. */
  section: string
  /** From the beginning of its first line to behind its last line's end. */
  from: number
  to: number
  valueFrom: number
  valueTo: number
  /** The comment lines directly above it. */
  leadFrom: number
}

export interface Section {
  /** Unique within the text. */
  name: string
  /** Its header line with its end; empty for what stands before the first header. */
  from: number
  to: number
}

/** A configuration text taken apart. */
export interface Outline {
  text: string
  statements: readonly Statement[]
  /** In their order; the first one is what stands before any header. */
  sections: readonly Section[]
}

/**
 * Carries what `theirs` changed since `base` into `ours`, key by key: values are replaced where they stand, new keys
 * come behind the key that they follow there, and everything else of ours stays as it is, to the last blank.
 */
export function mergeStatements(
  base: Outline,
  ours: Outline,
  theirs: Outline,
  sameValue: (one: string, other: string) => boolean,
  answerTo: KeyAnswers,
): KeyedMerge {
  const [b, o, t] = [byKey(base), byKey(ours), byKey(theirs)]
  const open: OpenKey[] = []
  const edits: Edit[] = []
  const added = new Map<Statement, string>()
  for (const key of new Set([...b.keys(), ...t.keys()])) {
    const [before, mine, after] = [b.get(key), o.get(key), t.get(key)]
    const values = { base: valueOf(base, before), ours: valueOf(ours, mine), theirs: valueOf(theirs, after) }
    const same = (one: string | null, other: string | null): boolean =>
      one === null || other === null ? one === other : sameValue(one, other)
    if (same(values.base, values.theirs) || same(values.ours, values.theirs)) continue
    let wanted = values.theirs
    if (!same(values.base, values.ours)) {
      const place = { key, base: values.base ?? '', ours: values.ours ?? '', theirs: values.theirs ?? '' }
      const answer = answerTo(place)
      if (answer === undefined) {
        open.push(place)
        continue
      }
      wanted = answer
    }
    if (wanted === null) {
      if (mine !== undefined) edits.push(removal(base, before, ours, mine, theirs))
    } else if (mine !== undefined) edits.push({ from: mine.valueFrom, to: mine.valueTo, text: wanted })
    else if (after !== undefined) added.set(after, wanted)
  }
  if (open.length > 0) return { kind: 'conflict', open }
  edits.push(...additions(added, ours, theirs))
  return { kind: 'merged', text: edited(ours.text, edits) }
}

function byKey({ statements }: Outline): Map<string, Statement> {
  return new Map(statements.map(statement => [statement.key, statement]))
}

function valueOf({ text }: Outline, statement: Statement | undefined): string | null {
  return statement === undefined ? null : text.slice(statement.valueFrom, statement.valueTo)
}

/** A key goes with its comment where the vendor wrote that and dropped it, too. */
function removal(
  base: Outline,
  before: Statement | undefined,
  ours: Outline,
  mine: Statement,
  theirs: Outline,
): Edit {
  const lead = ours.text.slice(mine.leadFrom, mine.from)
  const isVendors =
    before !== undefined && lead.trim() !== '' && base.text.slice(before.leadFrom, before.from) === lead
  const from = isVendors && !theirs.text.includes(lead.trim()) ? mine.leadFrom : mine.from
  return { from, to: mine.to, text: '' }
}

/** Where new keys come, with their values, in the order in which theirs has them. */
function additions(added: ReadonlyMap<Statement, string>, ours: Outline, theirs: Outline): Edit[] {
  const mine = byKey(ours)
  const sections = new Map(ours.sections.map(section => [section.name, section]))
  const headers = new Map(theirs.sections.map(section => [section.name, section]))
  const end = lineEndOf(ours.text)
  const edits: Edit[] = []
  const begun = new Map<string, Edit>()
  // The nearest key before it, of the same section, that ours has.
  let former: Statement | undefined
  for (const statement of theirs.statements) {
    if (former?.section !== statement.section) former = undefined
    const found = mine.get(statement.key)
    if (found?.section === statement.section) former = found
    const value = added.get(statement)
    if (value === undefined) continue
    const { leadFrom, valueFrom, valueTo, to } = statement
    const text = withEnds(
      `${theirs.text.slice(leadFrom, valueFrom)}${value}${theirs.text.slice(valueTo, to)}`,
      end,
    )
    const place = former?.to ?? sections.get(statement.section)?.to
    if (place !== undefined) edits.push({ from: place, to: place, text })
    else {
      const known = begun.get(statement.section)
      if (known !== undefined) known.text += text
      else {
        const header = headers.get(statement.section)
        const line = withEnds(theirs.text.slice(header?.from ?? 0, header?.to ?? 0), end)
        const edit = { from: ours.text.length, to: ours.text.length, text: `${end}${line}${text}` }
        begun.set(statement.section, edit)
        edits.push(edit)
      }
    }
  }
  return edits
}

function withEnds(text: string, end: string): string {
  const lines = text.replaceAll(/\r\n|\n|\r/g, end)
  return lines.endsWith(end) ? lines : `${lines}${end}`
}

/** Of the same place, what is inserted comes before what is replaced or removed, in its own order. */
function edited(text: string, edits: readonly Edit[]): string {
  const end = lineEndOf(text)
  const isInsertion = ({ from, to }: Edit): boolean => from === to
  const ordered = edits.toSorted(
    (one, other) => one.from - other.from || Number(isInsertion(other)) - Number(isInsertion(one)),
  )
  const pieces: string[] = []
  let last = ''
  const put = (piece: string): void => {
    if (piece === '') return
    pieces.push(piece)
    last = piece.slice(-1)
  }
  let at = 0
  for (const edit of ordered) {
    put(text.slice(at, edit.from))
    // Behind a last line without an end, a new line needs one.
    if (isInsertion(edit) && last !== '' && last !== '\n' && last !== '\r') put(end)
    put(edit.text)
    at = Math.max(at, edit.to)
  }
  return pieces.join('') + text.slice(at)
}
