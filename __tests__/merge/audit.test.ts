import { describe, expect, test } from '@jest/globals'
import { auditCustomisations, type Finding, noticesOfAudit } from '../../src/merge/audit.ts'
import type { Tree, TreeEntry } from '../../src/pack/tree.ts'

const states: Readonly<Record<string, TreeEntry>> = {
  x: { kind: 'file', sha256: 'a'.repeat(64), size: 1, mode: 0o644 },
  'x+': { kind: 'file', sha256: 'a'.repeat(64), size: 1, mode: 0o755 },
  y: { kind: 'file', sha256: 'b'.repeat(64), size: 1, mode: 0o644 },
  z: { kind: 'file', sha256: 'c'.repeat(64), size: 1, mode: 0o644 },
  a: { kind: 'link', target: 'a' },
  b: { kind: 'link', target: 'b' },
  c: { kind: 'link', target: 'c' },
  '/': { kind: 'directory', mode: 0o755 },
}

function tree(name: string, state: string): Tree {
  const entry = states[state]
  return new Map(entry === undefined ? [] : [[name, entry]])
}

/** The audit of one path; `-` is a side without it. */
function audit(base: string, before: string, after: string): Finding | undefined {
  const [finding] = auditCustomisations(
    tree('conf/a.xml', base),
    tree('conf/a.xml', before),
    tree('conf/a.xml', after),
    () => 'config',
  )
  return finding
}

describe('what a tool did to a customised file', () => {
  test.each([
    ['changed here, put back to the former level', 'x', 'y', 'x', '5', 'overwritten'],
    ['changed here, another one there now', 'x', 'y', 'z', '11', 'overwritten'],
    ['added here, another one there now', '-', 'y', 'z', '15', 'overwritten'],
    ['changed here, gone', 'x', 'y', '-', '13', 'dropped'],
    ['added here, gone', '-', 'y', '-', '7', 'dropped'],
    ['deleted here, back', 'x', '-', 'x', '6', 'restored'],
    ['deleted here, back in a new version', 'x', '-', 'y', '14', 'restored'],
    ['a file of ours, a link now', 'x', 'y', 'a', '16', 'overwritten'],
    ['a link of ours, another one now', 'a', 'b', 'c', '17', 'overwritten'],
    ['a file of ours, a directory now', 'x', 'y', '/', '19', 'overwritten'],
    ['a link for a directory, the directory again', '/', 'a', '/', '24', 'overwritten'],
    ['an added file, a directory now', '-', 'y', '/', '22', 'overwritten'],
  ])('%s', (_name, base, before, after, row, fate) => {
    expect(audit(base, before, after)).toEqual({ path: 'conf/a.xml', row, fate })
  })

  test('permission bits of ours that are gone', () => {
    expect(audit('x', 'x+', 'x')).toEqual({ path: 'conf/a.xml', row: 'M1', fate: 'mode' })
  })
})

describe('what is no loss', () => {
  test.each([
    ['nobody changed it', 'x', 'x', 'x'],
    ['the update replaced the vendor’s', 'x', 'x', 'y'],
    ['the update removed the vendor’s', 'x', 'x', '-'],
    ['the update added a file', '-', '-', 'x'],
    ['ours was kept', 'x', 'y', 'y'],
    ['our own file was kept', '-', 'y', 'y'],
    ['it stays deleted', 'x', '-', '-'],
    ['our bits were kept', 'x', 'x+', 'x+'],
    ['a directory went that was empty', '/', '/', '-'],
    ['a directory came', '-', '-', '/'],
  ])('%s', (_name, base, before, after) => {
    expect(audit(base, before, after)).toBeUndefined()
  })

  test('what a running product wrote', () => {
    const findings = auditCustomisations(new Map(), tree('logs/a', 'x'), new Map(), () => 'state')

    expect(findings).toEqual([])
  })
})

test('findings come in the order of the paths, and each is a warning of the report', () => {
  const before = new Map([...tree('b', 'y'), ...tree('a', 'y')])

  const findings = auditCustomisations(tree('b', 'x'), before, tree('b', 'z'), () => 'config')

  expect(findings.map(({ path }) => path)).toEqual(['a', 'b'])
  expect(noticesOfAudit(findings)).toEqual([
    expect.objectContaining({ path: 'a', row: '7', severity: 'warning' }),
    expect.objectContaining({ path: 'b', row: '11', severity: 'warning' }),
  ])
})
