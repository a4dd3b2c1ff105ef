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

export interface OpenKey {
  key: string
  base: string
  ours: string
  theirs: string
}

export type StatementMerge = { kind: 'merged'; text: string } | { kind: 'conflict'; open: OpenKey[] }

interface Edit {
  from: number
  to: number
  text: string
}

/**
 * Carries what `theirs` changed since `base` into `ours`, key by key: values are replaced where they stand, new keys
 * come behind the key that they follow there, and everything else of ours stays as it is, to the last blank.
 * `answerTo` gives what a person chose for a key that both changed: a value, or null where it goes.
 */
export function mergeStatements(
  base: Outline,
  ours: Outline,
  theirs: Outline,
  sameValue: (one: string, other: string) => boolean,
  answerTo: (open: OpenKey) => string | null | undefined = () => undefined,
): StatementMerge {
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
  const end = /\r\n|\n|\r/.exec(ours.text)?.[0] ?? '\n'
  const edits: Edit[] = []
  const begun = new Map<string, Edit>()
  for (const [index, statement] of theirs.statements.entries()) {
    const value = added.get(statement)
    if (value === undefined) continue
    const { leadFrom, valueFrom, valueTo, to } = statement
    const text = withEnds(
      `${theirs.text.slice(leadFrom, valueFrom)}${value}${theirs.text.slice(valueTo, to)}`,
      end,
    )
    const section = ours.sections.find(({ name }) => name === statement.section)
    const place = placeOf(index, statement.section, theirs, mine) ?? section?.to
    if (place !== undefined) edits.push({ from: place, to: place, text })
    else {
      const known = begun.get(statement.section)
      if (known !== undefined) known.text += text
      else {
        const header = theirs.sections.find(({ name }) => name === statement.section)
        const line = withEnds(theirs.text.slice(header?.from ?? 0, header?.to ?? 0), end)
        const edit = { from: ours.text.length, to: ours.text.length, text: `${end}${line}${text}` }
        begun.set(statement.section, edit)
        edits.push(edit)
      }
    }
  }
  return edits
}

/** Behind the nearest key before it, of the same section, that ours has. */
function placeOf(
  index: number,
  section: string,
  theirs: Outline,
  mine: ReadonlyMap<string, Statement>,
): number | undefined {
  for (let before = index - 1; before >= 0; before -= 1) {
    const former = theirs.statements[before]
    if (former?.section !== section) return undefined
    const found = mine.get(former.key)
    if (found?.section === section) return found.to
  }
  return undefined
}

function withEnds(text: string, end: string): string {
  const lines = text.replaceAll(/\r\n|\n|\r/g, end)
  return lines.endsWith(end) ? lines : `${lines}${end}`
}

/** Of the same place, what is inserted comes before what is replaced or removed, in its own order. */
function edited(text: string, edits: readonly Edit[]): string {
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const isInsertion = ({ from, to }: Edit): boolean => from === to
  const ordered = edits.toSorted(
    (one, other) => one.from - other.from || Number(isInsertion(other)) - Number(isInsertion(one)),
  )
  let result = ''
  let at = 0
  for (const edit of ordered) {
    result += text.slice(at, edit.from)
    // Behind a last line without an end, a new line needs one.
    if (isInsertion(edit) && result !== '' && !/[\r\n]$/.test(result)) result += end
    result += edit.text
    at = Math.max(at, edit.to)
  }
  return result + text.slice(at)
}
