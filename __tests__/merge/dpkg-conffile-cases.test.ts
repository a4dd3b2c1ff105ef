import { expect, test } from '@jest/globals'
import { meet } from '../helpers/meeting.ts'
import { notice, outcomeOf, type RowCase, wantedOf } from '../helpers/row-cases.ts'

/**
 * What dpkg does with conffiles, as Debian Policy (10.7.3 and appendix "Configuration file handling"), dpkg(1),
 * deb-conffiles(5) and dpkg-maintscript-helper(1) have it, and what becomes of the same here. Where we go another way, the
 * case says so.
 */
const conf = 'a.conf'
const one = (content: string) => ({ [conf]: content, k: '' })
const none = { k: '' }
const kept = { k: '644 ' }

const cases: readonly RowCase[] = [
  {
    row: '1',
    name: 'neither changed: left alone',
    base: one('old'),
    ours: one('old'),
    theirs: one('old'),
    home: { [conf]: '644 old', ...kept },
  },
  {
    row: '2',
    name: 'only the maintainer changed it: the new one is installed',
    base: one('old'),
    ours: one('old'),
    theirs: one('new'),
    home: { [conf]: '644 new', ...kept },
  },
  {
    row: '5',
    name: 'only the administrator changed it: it stays',
    base: one('old'),
    ours: one('ours'),
    theirs: one('old'),
    home: { [conf]: '644 ours', ...kept },
    notices: [{ path: conf, row: '5', ...notice }],
  },
  {
    row: '11',
    name: 'both changed it: asked, and the installed one stays until then',
    base: one('old'),
    ours: one('ours'),
    theirs: one('new'),
    home: { [conf]: '644 ours', ...kept },
    conflicts: [{ path: conf, row: '11', kind: 'modify/modify' }],
  },
  {
    row: '8',
    name: 'both changed it to the same: nothing is asked',
    base: one('old'),
    ours: one('new'),
    theirs: one('new'),
    home: { [conf]: '644 new', ...kept },
    notices: [{ path: conf, row: '8', ...notice }],
  },
  {
    row: '11',
    name: '--force-confold: the installed one is kept without a question',
    base: one('old'),
    ours: one('ours'),
    theirs: one('new'),
    merging: { onConflict: 'ours' },
    home: { [conf]: '644 ours', ...kept },
    notices: [{ path: conf, row: '11', ...notice }],
  },
  {
    row: '11',
    name: '--force-confnew: the new one is installed, and the other is kept aside as .dpkg-old is',
    base: one('old'),
    ours: one('ours'),
    theirs: one('new'),
    merging: { onConflict: 'theirs' },
    home: { [conf]: '644 new', ...kept },
    notices: [{ path: conf, row: '11', ...notice }],
    replaced: { [conf]: '644 ours' },
  },
  ...(['ours', 'theirs'] as const).map(
    (onConflict): RowCase => ({
      row: '5',
      name: `no --force-conf… asks about a file that only the administrator changed (${onConflict})`,
      base: one('old'),
      ours: one('ours'),
      theirs: one('old'),
      merging: { onConflict },
      home: { [conf]: '644 ours', ...kept },
      notices: [{ path: conf, row: '5', ...notice }],
    }),
  ),
  {
    row: '6',
    name: 'deleted by the administrator, unchanged by the maintainer: stays deleted',
    base: one('old'),
    ours: none,
    theirs: one('old'),
    home: kept,
    notices: [{ path: conf, row: '6', ...notice }],
  },
  {
    row: '14',
    name: 'deleted by the administrator, changed by the maintainer: both ask; nothing comes back by itself',
    base: one('old'),
    ours: none,
    theirs: one('new'),
    home: kept,
    conflicts: [{ path: conf, row: '14', kind: 'delete/modify' }],
  },
  {
    row: '14',
    name: '--force-confmiss: the missing one is installed',
    base: one('old'),
    ours: none,
    theirs: one('new'),
    merging: { onConflict: 'theirs' },
    home: { [conf]: '644 new', ...kept },
    notices: [{ path: conf, row: '14', ...notice }],
  },
  {
    row: '4',
    name: 'new in the package: installed',
    base: none,
    ours: none,
    theirs: one('new'),
    home: { [conf]: '644 new', ...kept },
  },
  {
    row: '9',
    name: 'new in the package, and here already with the same content: taken over without a question',
    base: none,
    ours: one('new'),
    theirs: one('new'),
    home: { [conf]: '644 new', ...kept },
  },
  {
    row: '15',
    name: 'new in the package, and here already with another content: asked',
    base: none,
    ours: one('ours'),
    theirs: one('new'),
    home: { [conf]: '644 ours', ...kept },
    conflicts: [{ path: conf, row: '15', kind: 'add/add' }],
  },
  {
    row: '3',
    name: 'gone from the package, unmodified: removed, as with remove-on-upgrade; dpkg alone leaves it as obsolete',
    base: one('old'),
    ours: one('old'),
    theirs: none,
    home: kept,
  },
  {
    row: '13',
    name: 'gone from the package, modified: asked; rm_conffile keeps it as .dpkg-bak',
    base: one('old'),
    ours: one('ours'),
    theirs: none,
    home: { [conf]: '644 ours', ...kept },
    conflicts: [{ path: conf, row: '13', kind: 'modify/delete' }],
  },
  {
    row: '10',
    name: 'gone from the package, deleted here before: nothing to do',
    base: one('old'),
    ours: none,
    theirs: none,
    home: kept,
  },
  {
    row: '4',
    name: 'dropped, and back a level later: comes back, as it was not deleted here',
    base: one('old'),
    ours: one('old'),
    theirs: none,
    later: [one('old')],
    home: { [conf]: '644 old', ...kept },
  },
  {
    row: '3',
    name: 'mv_conffile, unmodified: the new name takes its place',
    base: one('old'),
    ours: one('old'),
    theirs: { 'b.conf': 'old', ...none },
    renames: [{ from: conf, to: 'b.conf' }],
    home: { 'b.conf': '644 old', ...kept },
  },
  {
    row: 'R1',
    name: 'mv_conffile, modified: asked, with the new name said; dpkg moves the modified one there',
    base: one('old'),
    ours: one('ours'),
    theirs: { 'b.conf': 'new', ...none },
    renames: [{ from: conf, to: 'b.conf' }],
    home: { [conf]: '644 ours', ...kept },
    conflicts: [{ path: conf, row: 'R1', renamedTo: 'b.conf' }],
  },
  {
    row: '11',
    name: 'no conffile but a plain file of the package (class vendor): replaced whatever is here, and kept aside',
    base: one('old'),
    ours: one('ours'),
    theirs: one('new'),
    classes: { '*.conf': 'vendor' },
    home: { [conf]: '644 new', ...kept },
    notices: [{ path: conf, row: '11', ...notice }],
    replaced: { [conf]: '644 ours' },
  },
  {
    row: 'seed',
    name: 'no conffile but made once by the maintainer script (class seed): never replaced',
    base: one('old'),
    ours: one('ours'),
    theirs: one('new'),
    classes: { '*.conf': 'seed' },
    home: { [conf]: '644 ours', ...kept },
  },
]

test.each(cases)('row $row: $name', async each => {
  const met = await meet(each)

  expect(outcomeOf(met)).toEqual(wantedOf(each))
})
