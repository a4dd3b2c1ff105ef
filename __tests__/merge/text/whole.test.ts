import { expect, test } from '@jest/globals'
import { mergeTexts } from '../../../src/merge/text/merge-texts.ts'
import { isWhole } from '../../../src/merge/text/structure.ts'

test('lines that fit together and are no JSON afterwards are a conflict', () => {
  // A key that stands twice, so that keys are not merged.
  const base = '{"d":0,"d":0\n \n  \n   \n,"b":1\n}'
  const ours = base.replace('  \n   ', '  \n,"o":1\n   ')
  const theirs = '{\n \n  \n   \n"b":1\n}'

  const result = mergeTexts('x.json', { base, ours, theirs })

  expect(result).toMatchObject({ kind: 'conflict', marked: '{\n \n  \n,"o":1\n   \n"b":1\n}' })
})

test('lines that fit together and are no XML afterwards are a conflict', () => {
  const base = '<a>\n<b>\nx\n</b>\n1\n2\n3\n4\n5\n6\n7\n8\n9\n<c>\ny\n</c>\n</a>\n'
  const ours = base.replace('</b>\n', '').replace('6\n', '6\n</b>\n')
  const theirs = base.replace('<c>\n', '').replace('3\n', '3\n<c>\n')

  const result = mergeTexts('x.xml', { base, ours, theirs })

  const crossed = '<a>\n<b>\nx\n1\n2\n3\n<c>\n4\n5\n6\n</b>\n7\n8\n9\ny\n</c>\n</a>\n'
  expect(result).toMatchObject({ kind: 'conflict', marked: crossed })
})

test.each([
  ['declarations of its own', '<!DOCTYPE a [<!ENTITY x "y>">]>\n<a>&x;</a>', true],
  ['white space that counts', '<a xml:space="preserve"> </a>', true],
  ['a cut end', '<a><b></a>', false],
  ['a cut document type', '<!DOCTYPE a [<!ENTITY x "y"><a/>', false],
  ['a declaration in its middle', '<a/><?xml version="1.0"?>', false],
  ['a control character', '<a>\u0001</a>', false],
  ['two dashes in a comment', '<a><!-- a -- b --></a>', false],
])('a text with %s is known to be whole or not', (_name, text, wanted) => {
  expect(isWhole('x.xml', text)).toBe(wanted)
})

test.each([
  ['JSON with a key twice', 'x.json', '{"a":1,"a":2}', true],
  ['JSON with a comma too many', 'x.json', '{"a":1,}', false],
  ['TOML without a value', 'x.toml', 'a =', false],
])('%s is known to be whole or not', (_name, path, text, wanted) => {
  expect(isWhole(path, text)).toBe(wanted)
})
