import { asCharacters, behindMark } from './keyed-merge.ts'

/** An element of an XML text with its place in it; offsets are of characters. */
export interface XmlElement {
  name: string
  from: number
  to: number
  attributes: Map<string, XmlAttribute>
  /** Behind the start tag; where the end tag begins. Equal to `to`, both, for `<a/>`. */
  innerFrom: number
  innerTo: number
  children: XmlElement[]
  /** Before each child and behind the last one; CDATA included, decoded. */
  texts: string[]
}

export interface XmlAttribute {
  /** Of the white space before the name. */
  from: number
  /** Of the quote before the value. */
  valueFrom: number
  to: number
  value: string
}

export interface XmlOutline {
  root: XmlElement
  /** XML declaration and document type, as they are written. */
  prolog: string
  /** Processing instructions, as they are written. */
  instructions: string[]
  /** Why the text cannot be merged without doubt, although it is well-formed. */
  doubt: string | null
}

/** Elements in each other. */
const deepest = 200

const blank = '[ \\t\\r\\n]'
const nameToken = '[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*'
const startTag = new RegExp(
  `<(${nameToken})((?:${blank}+${nameToken}${blank}*=${blank}*(?:"[^"<]*"|'[^'<]*'))*)${blank}*(/?)>`,
  'y',
)
const endTag = new RegExp(`</(${nameToken})${blank}*>`, 'y')
const attribute = new RegExp(`${blank}+(${nameToken})${blank}*=${blank}*("[^"]*"|'[^']*')`, 'g')
const badReference = new RegExp(`&(?!#\\d+;|#x[0-9a-fA-F]+;|${nameToken};)`)
const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])
const isDeclaration = /^<\?xml[ \t\r\n]/i
const otherEntity = /&(?!#|(?:lt|gt|amp|quot|apos);)/
const undeclared = 'an entity that XML itself does not have'
/** What is no Char of production 2. */
const badCharacter = /[^\t\n\r -\ufffd]/
const documentType =
  /<!DOCTYPE[ \t\r\n](?:"[^"]*"|'[^']*'|[^"'>[])*(\[(?:"[^"]*"|'[^']*'|<!--[^]*?-->|<\?[^]*?\?>|[^"'\]<]|<(?!!--|\?))*\][ \t\r\n]*)?>/y

/**
 * Takes an XML text apart (XML 1.0, productions 1–3, 10, 14–16, 18–23, 28, 39–43, 66). Throws for what is not
 * well-formed and for what is nested too deeply.
 */
export function outlineXml(text: string): XmlOutline {
  if (badCharacter.test(text)) throw new Error('no character of XML')
  const open: XmlElement[] = []
  const found: Omit<XmlOutline, 'root'> = { prolog: '', instructions: [], doubt: null }
  let root: XmlElement | undefined
  for (let at = behindMark(text); at < text.length; ) {
    const parent = open.at(-1)
    const other = endOfOther(text, at)
    if (other !== null) {
      const piece = text.slice(at, other)
      if (piece.startsWith('<![CDATA[')) addText(parent, asCharacters(withLineFeeds(piece.slice(9, -3))))
      else if (piece.startsWith('<!D') || isDeclaration.test(piece)) {
        const isInPlace = piece.startsWith('<!D')
          ? root === undefined && !found.prolog.includes('<!D')
          : at === behindMark(text)
        if (!isInPlace) throw new Error('a declaration out of place')
        if (piece.startsWith('<!D') && piece.includes('[')) found.doubt = 'declarations of its own'
        found.prolog += `${piece}\n`
      } else if (piece.startsWith('<?')) found.instructions.push(piece)
      at = other
    } else if (text.startsWith('</', at)) {
      at = close(text, at, open.pop())
    } else if (text[at] === '<') {
      const element = elementAt(text, at)
      if (parent === undefined && root !== undefined) throw new Error('two roots')
      if (open.length > deepest) throw new Error('nested too deeply')
      root ??= element
      parent?.children.push(element)
      parent?.texts.push('')
      if (element.to === 0) open.push(element)
      if (element.attributes.has('xml:space')) found.doubt = 'white space that counts'
      if (otherEntity.test(text.slice(at, element.innerFrom))) found.doubt = undeclared
      at = element.innerFrom
    } else {
      const next = text.indexOf('<', at)
      const end = next === -1 ? text.length : next
      const piece = text.slice(at, end)
      if (piece.includes(']]>')) throw new Error(']]> in a text')
      if (parent !== undefined) addText(parent, decoded(piece))
      else if (!isBlank(piece)) throw new Error('text outside of the root')
      if (otherEntity.test(piece)) found.doubt = undeclared
      at = end
    }
  }
  if (root === undefined || open.length > 0) throw new Error('no whole root')
  return { ...found, root }
}

/** White space of XML, production 3. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

function addText(parent: XmlElement | undefined, text: string): void {
  if (parent === undefined) throw new Error('CDATA outside of the root')
  parent.texts.push(`${parent.texts.pop() ?? ''}${text}`)
}

/** Behind an end tag. */
function close(text: string, at: number, element: XmlElement | undefined): number {
  endTag.lastIndex = at
  if (element === undefined || endTag.exec(text)?.[1] !== element.name) throw new Error('no such end tag')
  element.innerTo = at
  element.to = endTag.lastIndex
  return element.to
}

/** Behind a comment, processing instruction, CDATA section or document type; null where none begins. */
function endOfOther(text: string, at: number): number | null {
  if (!text.startsWith('<!', at) && !text.startsWith('<?', at)) return null
  const until = (opening: string, closing: string): number | null => {
    if (!text.startsWith(opening, at)) return null
    const end = text.indexOf(closing, at + opening.length)
    if (end === -1) throw new Error(`${opening} without an end`)
    return end + closing.length
  }
  if (text.startsWith('<!D', at)) {
    documentType.lastIndex = at
    if (!documentType.test(text)) throw new Error('no document type')
    return documentType.lastIndex
  }
  const comment = until('<!--', '--')
  if (comment !== null && text[comment] !== '>') throw new Error('-- in a comment')
  return comment === null ? (until('<![CDATA[', ']]>') ?? until('<?', '?>')) : comment + 1
}

/** An element without its content; `to` is 0 while its end tag is to come. */
function elementAt(text: string, from: number): XmlElement {
  startTag.lastIndex = from
  const match = startTag.exec(text)
  if (match === null) throw new Error('no start tag')
  const [whole, name = '', list = '', slash] = match
  const attributes = new Map<string, XmlAttribute>()
  for (const found of list.matchAll(attribute)) {
    const [piece, key = '', quoted = ''] = found
    if (attributes.has(key)) throw new Error('an attribute stands twice')
    const start = from + 1 + name.length + found.index
    const to = start + piece.length
    attributes.set(key, { from: start, valueFrom: to - quoted.length, to, value: unquoted(quoted) })
  }
  const innerFrom = from + whole.length
  const to = slash === '/' ? innerFrom : 0
  return { name, from, to, attributes, innerFrom, innerTo: innerFrom, children: [], texts: [''] }
}

/** The value of an attribute; white space that is written as such is a space (3.3.3). */
export function unquoted(raw: string): string {
  return decoded(withLineFeeds(raw.slice(1, -1)).replaceAll(/[\t\n]/g, ' '))
}

/** Text without its references; a name that is not XML's own stays as it is. */
function decoded(raw: string): string {
  if (badReference.test(raw)) throw new Error('no reference')
  const text = withLineFeeds(raw)
  if (!text.includes('&')) return asCharacters(text)
  return asCharacters(text).replaceAll(
    /&(#x?)?([^;]+);/g,
    (whole, number: string | undefined, name: string) => {
      if (number === undefined) return entities.get(name) ?? whole
      const character = String.fromCodePoint(Number.parseInt(name, number === '#x' ? 16 : 10))
      if (badCharacter.test(character)) throw new Error('no character of XML')
      return character
    },
  )
}

/** Line ends as every reader of XML gives them (2.11). */
function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n')
}
