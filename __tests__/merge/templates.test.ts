import { expect, test } from '@jest/globals'
import { templatesToReview } from '../../src/merge/templates.ts'
import type { Tree } from '../../src/pack/tree.ts'

const treeOf = (files: Record<string, string>): Tree =>
  new Map(
    Object.entries(files).map(([path, sha256]) => [path, { kind: 'file', sha256, size: 1, mode: 0o644 }]),
  )

test('templates of files that the update changed, added or dropped are to be reviewed', () => {
  const ours = treeOf({
    'a.toml.j2': '1',
    'b.xml.erb': '2',
    'c.conf.j2': '3',
    'same.conf.j2': '4',
    'none.j2': '5',
    'd.conf': '6',
  })
  const before = treeOf({ 'a.toml': 'a', 'c.conf': 'c', 'same.conf': 's', 'd.conf': 'd' })
  const after = treeOf({ 'a.toml': 'a2', 'b.xml': 'b', 'same.conf': 's', 'd.conf': 'd2' })

  expect(templatesToReview(ours, before, after)).toEqual(['a.toml.j2', 'b.xml.erb', 'c.conf.j2'])
})
