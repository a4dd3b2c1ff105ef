import { isBlank, outlineXml, type XmlElement, type XmlOutline } from './xml-outline.ts'

/** What names an element among its siblings, besides its own name: the first of these that it has. */
const identifying = ['id', 'name', 'key', 'className'] as const

/** What an element is known by among its siblings: `port`, `bean[id=cache]`. */
export function keyOfElement({ name, attributes }: XmlElement): string {
  for (const one of identifying) {
    const found = attributes.get(one)
    if (found !== undefined) return `${name}[${one}=${found.value}]`
  }
  return name
}

/** Whether nothing but its name tells an element from its siblings. */
export function isKnownByName(key: string): boolean {
  return !key.endsWith(']')
}

/** What is in an element: `keyed` children that can be told apart, `text` alone, nothing, or a mixture nobody takes apart. */
export function contentOf({ children, texts }: XmlElement): 'keyed' | 'text' | 'empty' | 'mixed' {
  if (children.length === 0) {
    const text = texts.join('')
    // Blanks within a line may be a value; over lines they are layout.
    return text === '' || (isBlank(text) && text.includes('\n')) ? 'empty' : 'text'
  }
  const keys = new Set(children.map(keyOfElement))
  return texts.every(isBlank) && keys.size === children.length ? 'keyed' : 'mixed'
}

export type XmlData = string | XmlData[] | { [key: string]: XmlData }

/** The data of an element: attributes as `@name`, children by their keys, text as `#text`, a mixture as `#content`. */
export function dataOfElement(element: XmlElement): XmlData {
  const attributes = [...element.attributes].map(([name, { value }]) => [`@${name}`, value] as const)
  return Object.fromEntries<XmlData>([...attributes, ...dataOfContent(element)])
}

function dataOfContent(element: XmlElement): [string, XmlData][] {
  const { children, texts } = element
  switch (contentOf(element)) {
    case 'keyed':
      return children.map(child => [keyOfElement(child), dataOfElement(child)])
    case 'text':
      return [['#text', texts.join('')]]
    case 'mixed':
      return [['#content', contentData(element)]]
    case 'empty':
      return []
  }
}

/** Children and the text around them, in their order; white space between children alone is layout. */
export function contentData({ children, texts }: XmlElement): XmlData {
  const between = children.length > 0 && texts.every(isBlank) ? [] : texts
  return [between, children.map(child => [child.name, attributesOf(child), contentData(child)])]
}

function attributesOf({ attributes }: XmlElement): XmlData {
  return Object.fromEntries([...attributes].map(([name, { value }]) => [name, value]))
}

/** Throws for what is not well-formed. */
export function checkXml(text: string): void {
  outlineXml(text)
}

/** The data of a text: its root, and what stands before it. Throws for what cannot be merged without doubt. */
export function parseXml(text: string): XmlData {
  const outline = outlineXml(text)
  assertClear([outline])
  return { '#prolog': outline.prolog, [outline.root.name]: dataOfElement(outline.root) }
}

/**
 * Throws for what cannot be merged without doubt. A prefix has to stand for the same thing everywhere in all texts, and
 * so has no prefix: an element that is carried over would mean something else.
 */
export function assertClear(outlines: readonly XmlOutline[]): void {
  const meanings = new Map<string, string>()
  const assertMeaning = (name: string, uri: string): void => {
    if ((meanings.get(name) ?? uri) !== uri) throw new Error('a prefix stands for two namespaces')
    meanings.set(name, uri)
  }
  const walk = (element: XmlElement, outer: ReadonlySet<string>): void => {
    let bound = outer
    for (const [name, { value }] of element.attributes) {
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
      assertMeaning(name, value)
      bound = new Set([...bound, name.slice('xmlns:'.length)])
    }
    for (const name of [element.name, ...element.attributes.keys()]) {
      const [prefix = '', local] = name.split(':')
      if (local !== undefined && prefix !== 'xmlns' && !bound.has(prefix))
        throw new Error('a prefix stands for nothing')
    }
    for (const child of element.children) walk(child, bound)
  }
  for (const { root, doubt } of outlines) {
    if (doubt !== null) throw new Error(doubt)
    assertMeaning('xmlns', root.attributes.get('xmlns')?.value ?? '')
    walk(root, new Set(['xml']))
  }
}
