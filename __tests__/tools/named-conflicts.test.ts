import { expect, test } from '@jest/globals'
import { namedConflicts } from '../../src/tools/u2/named-conflicts.ts'

const home = '/w/a b/wso2is-7.1.0'

/** `list` is what the tool prints between the brackets. */
function left(list: string, ...found: string[]): Promise<string[]> {
  return namedConflicts(['x', `Modified: [q], Conflicts: [${list}]`], home, 'wso2is-7.1.0', found)
}

test.each<[string, string, string[], string[]]>([
  ['nothing', '', [], []],
  ['whole paths', `${home}/a.txt ${home}/lib/b.txt`, ['a.txt'], ['lib/b.txt']],
  ['all that was found', `${home}/a.txt ${home}/lib/b.txt`, ['lib/b.txt', 'a.txt'], []],
  ['names with blanks', `${home}/Terms of use.txt ${home}/b.txt`, ['Terms of use.txt', 'b.txt'], []],
  ['paths from the pack’s folder', 'wso2is-7.1.0/a.txt ../x/wso2is-7.1.0/b c.txt', ['a.txt', 'b c.txt'], []],
  ['another home that is the same', '/private/w/wso2is-7.1.0/a.txt', [], ['a.txt']],
  ['one path', 'a.txt', ['a.txt'], []],
  ['one in a folder named like the pack', `${home}/x/wso2is-7.1.0/a.txt`, ['x/wso2is-7.1.0/a.txt'], []],
])('of %s, those are left that were not found', async (_name, list, found, expected) => {
  expect(await left(list, ...found)).toEqual(expected)
})

test('a list that is cut, as long lines are, says nothing', async () => {
  const cut = [`Conflicts: [${home}/a.txt ${home}/b … (20 more characters)`]

  expect(await namedConflicts(cut, home, 'wso2is-7.1.0', [])).toEqual([])
})
