import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { ShownConflict } from '../../src/merge/decision.ts'
import type { Candidate, OverlayEvidence } from '../../src/report/candidate.ts'
import { changesByArea } from '../../src/report/changes-by-area.ts'
import { renderMarkdown, titleOf } from '../../src/report/markdown.ts'
import { block, code, plain, plural, table } from '../../src/report/markdown-text.ts'
import type { LevelState, Update } from '../../src/tools/update-tool.ts'

function at(level: number): LevelState {
  return { level, timestamp: null, yanked: false, fileList: null }
}

/** A run that changed nothing and has nothing to say. */
const bare: Candidate = {
  format: 'update-train-candidate',
  version: 1,
  createdAt: '2026-03-01T09:30:00.000Z',
  outcome: 'updated',
  product: 'acme-1.0.0',
  track: 'dev',
  tool: 'feed',
  channel: 'full',
  from: at(2),
  to: at(6),
  counts: null,
  summary: null,
  updates: [],
  takenAway: [],
  hotfixes: null,
  difference: null,
  components: null,
  overlay: null,
  conflicts: [],
  answering: { conflicts: 'out/conflicts', resolutions: null, overlay: null },
  notices: [],
  tests: null,
  digests: null,
  diff: null,
  pack: null,
  stations: [],
  warnings: [],
}

const noOverlay: OverlayEvidence = {
  laid: [],
  converged: [],
  added: [],
  merged: [],
  carried: [],
  left: [],
  answered: [],
  given: [],
  gone: [],
  packed: [],
  links: [],
  sharer: null,
  removed: [],
  modes: [],
}

const update: Update = {
  id: 'ACME-1',
  level: 3,
  kind: 'fix',
  severity: null,
  title: 'Close idle connections',
  description: '',
  instructions: '',
  cves: [],
}

/** A conflict of a text with one place to decide. */
const shown: ShownConflict = {
  path: 'conf/a.conf',
  row: '11',
  kind: 'modify/modify',
  base: 'conf/a.conf.base',
  ours: 'conf/a.conf.ours',
  theirs: 'conf/a.conf.theirs',
  merged: 'conf/a.conf.merged',
  proposal: null,
  open: [{ base: 'port = 1\n', ours: 'port = 9\n', theirs: 'port = 2\n' }],
  key: 'a'.repeat(64),
  sides: { base: 'file 1', ours: 'file 2', theirs: 'file 3' },
}

const evidence = { command: './check.sh', passed: true, reason: '', milliseconds: 12_000, tail: [] }
const digest = 'd'.repeat(64)
const digests = {
  vendor: digest,
  content: digest,
  packSha256: digest,
  packSize: 14_700_000,
  base: digest,
  overlay: null,
  resolutions: null,
  answered: {},
}
const noDifference = { added: [], removed: [], changed: [], renamed: [], modeChanged: [] }

function render(more: Partial<Candidate>): string {
  return renderMarkdown({ ...bare, ...more })
}

/** The lines of a section, without its heading and empty lines. */
function section(markdown: string, heading: string): string[] {
  const [, rest = ''] = markdown.split(`\n## ${heading}\n`)
  const [body = ''] = rest.split(/\n(?:## |---\n)/)
  return body.split('\n').filter(line => line !== '')
}

describe('text of others', () => {
  test.each([
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['![a](https://x.example/a.png)', '\\!\\[a\\](https:\u200b//x.example/a.png)'],
    ['[a](b) **c** _d_ ~~e~~', '\\[a\\](b) \\*\\*c\\*\\* \\_d\\_ \\~\\~e\\~\\~'],
    ['`code` \\`', '\\`code\\` \\\\\\`'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['ask @team', 'ask @\u200bteam'],
    ['# a\r\n## b\n\n- c', '\\# a \\#\\# b - c'],
    ['Fixes #12, a/b#3', 'Fixes \\#\u200b12, a/b\\#\u200b3'],
    ['- a list', '\\- a list'],
    ['+ a list', '\\+ a list'],
    ['12. a list', '12\\. a list'],
    ['1) a list', '1\\) a list'],
    ['---', '\\---'],
    ['version 1.2.3 is here - at last.', 'version 1.2.3 is here - at last.'],
    ['\u001b[31mred\u0000', '\\[31mred'],
  ])('%j is shown and does nothing', (text, shown) => {
    expect(plain(text)).toBe(shown)
  })

  test.each([
    ['Fixes GH-12', 'Fixes GH\u200b-12'],
    ['see https://github.com/o/r/issues/9', 'see https:\u200b//github.com/o/r/issues/9'],
    ['www.example.org', 'www\u200b.example.org'],
  ])('GitHub makes no link of %j', (text, shown) => {
    expect(plain(text)).toBe(shown)
  })

  test.each([
    ['conf/a.conf', '`conf/a.conf`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['`@team` <b>', '`` `@team` <b> ``'],
    ['a\n\nb', '`a b`'],
    ['a|b', '`a|b`'],
  ])('%j stays inside its code span', (text, span) => {
    expect(code(text)).toBe(span)
  })

  test('no `|` of a cell begins another cell', () => {
    const [, , row] = table(['file', 'what'], [[code('a|b'), plain('c|d')]]).split('\n')

    expect(row).toBe('| `a\\|b` | c\\|d |')
  })

  test('no line of output closes its block', () => {
    const [first, ...others] = block(['```', '</details>', '`````', '@team']).split('\n')

    expect(first).toBe('``````text')
    expect(others).toEqual(['```', '</details>', '`````', '@team', '``````'])
  })

  test('ordinary output has an ordinary fence', () => {
    expect(block(['one', '`two`'])).toBe('```text\none\n`two`\n```')
  })

  test.each([
    [0, '0 updates'],
    [1, '1 update'],
    [2, '2 updates'],
  ])('%p is said as %s', (count, said) => {
    expect(plural(count, 'update')).toBe(said)
  })
})

describe('changes by area', () => {
  test('are counted by top folder, in the order of names, with the root as a dot', () => {
    const areas = changesByArea({
      changed: ['lib/a.jar', 'lib/deep/b.jar', 'README.txt'],
      added: ['bin/new.sh'],
      removed: ['lib/old.jar'],
      renamed: [{ from: 'lib/c-1.jar', to: 'libs/c-2.jar' }],
      modeChanged: ['bin/run.sh'],
    })

    expect(areas).toEqual([
      { name: '.', counts: [1, 0, 0, 0, 0], lines: [{ sign: 'changed', path: 'README.txt' }] },
      {
        name: 'bin',
        counts: [0, 1, 0, 0, 1],
        lines: [
          { sign: 'added', path: 'bin/new.sh' },
          { sign: 'mode changed', path: 'bin/run.sh' },
        ],
      },
      {
        name: 'lib',
        counts: [2, 0, 1, 0, 0],
        lines: [
          { sign: 'changed', path: 'lib/a.jar' },
          { sign: 'changed', path: 'lib/deep/b.jar' },
          { sign: 'removed', path: 'lib/old.jar' },
        ],
      },
      {
        name: 'libs',
        counts: [0, 0, 0, 1, 0],
        lines: [{ sign: 'renamed', path: 'lib/c-1.jar → libs/c-2.jar' }],
      },
    ])
  })

  test('keep folders apart whose names are those of members of objects', () => {
    const areas = changesByArea({ ...noDifference, added: ['__proto__/a', 'constructor/b'] })

    expect(areas.map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  })
})

describe('the report', () => {
  test('of a run that has nothing to say is its headline and its time', () => {
    expect(renderMarkdown(bare)).toBe(
      [
        '# acme-1.0.0: level 2 → 6',
        '✅ **Updated.** No tests were configured, so nothing is known of how it behaves.',
        'channel `full` · track `dev` · 0 updates',
        '---',
        '2026-03-01T09:30:00.000Z\n',
      ].join('\n\n'),
    )
  })

  test('has its sections in the order of what a reader needs', () => {
    const markdown = render({
      conflicts: [{ ...shown, path: 'conf/a', kind: 'modify/modify', row: '7' }],
      warnings: ['w'],
      updates: [{ ...update, instructions: 'Restart' }],
      tests: evidence,
      hotfixes: null,
      difference: noDifference,
      overlay: { ...noOverlay, laid: ['conf/a'] },
      digests,
    })

    expect(markdown.match(/^## .*$/gm)).toEqual([
      '## To decide',
      '## To do by hand',
      '## Warnings',
      '## Tests',
      '## Updates',
      '## Files',
      '## Your customisations',
      '## Evidence',
    ])
  })

  test.each([
    ['updated', evidence, 'The candidate is ready'],
    ['conflict', null, 'Nothing was changed'],
    ['tests-failed', { ...evidence, passed: false, reason: 'exit code 1' }, 'The tests failed'],
  ] as const)('says how a run ended: %s', (outcome, tests, verdict) => {
    const markdown = renderMarkdown({
      ...bare,
      outcome,
      tests: tests === null ? null : { ...tests, tail: [] },
    })

    expect(markdown).toContain(verdict)
  })

  test('counts security fixes in the headline', () => {
    const security: Update = { ...update, kind: 'security' }

    expect(render({ updates: [security, update] })).toContain('2 updates · **1 security fix**')
    expect(render({ updates: [security, security] })).toContain('2 updates · **2 security fixes**')
    expect(render({ updates: [update] })).not.toContain('security fix')
  })

  test('lists updates, and what they ask people to do', () => {
    const markdown = render({
      updates: [
        { ...update, instructions: 'Run `migrate`\nthen restart' },
        { ...update, id: 'ACME-2', level: 4, kind: 'security', severity: 'high', cves: ['CVE-2026-1'] },
      ],
    })

    expect(section(markdown, 'Updates').slice(2)).toEqual([
      '| 3 | `ACME-1` | fix | Close idle connections |',
      '| 4 | `ACME-2` | 🔒 security, high | Close idle connections; CVE-2026-1 |',
    ])
    expect(section(markdown, 'To do by hand')).toEqual(['- [ ] `ACME-1` Run \\`migrate\\` then restart'])
  })

  test('gives a hostile update one row of four cells, without a mention', () => {
    const hostile = 'a | b\n| c | `d` @team <script> ![x](y)'

    const rows = section(render({ updates: [{ ...update, id: hostile, title: hostile }] }), 'Updates').slice(
      2,
    )

    expect(rows).toHaveLength(1)
    expect(rows[0]?.split(/(?<!\\)\|/)).toHaveLength(6)
    expect(rows[0]?.split('`` ').at(-1)).not.toContain('@team')
  })

  test('shows how the tests ended and their last lines', () => {
    const failed = { ...evidence, passed: false, reason: 'exit code 1', tail: ['```', 'boom'] }

    const lines = section(render({ outcome: 'tests-failed', tests: failed }), 'Tests')

    expect(lines[0]).toBe('`./check.sh` ❌ exit code 1 (12 s)')
    expect(lines).toEqual(expect.arrayContaining(['````text', '```', 'boom', '````']))
  })

  test('shows no output where the tests printed none', () => {
    expect(section(render({ tests: evidence }), 'Tests')).toEqual(['`./check.sh` ✅ passed in 12 s'])
  })

  test('counts files by area and lists every one', () => {
    const markdown = render({
      hotfixes: null,
      difference: { ...noDifference, changed: ['lib/a|b.jar'], renamed: [{ from: 'x', to: 'lib/y' }] },
    })

    const lines = section(markdown, 'Files')

    expect(lines).toContain('| `lib` | 1 |  |  | 1 |  |')
    expect(lines).toContain('- changed `lib/a|b.jar`')
    expect(lines).toContain('- renamed `x → lib/y`')
  })

  test('says so where no file changed', () => {
    expect(section(render({ difference: noDifference }), 'Files')).toEqual(['No file changed.'])
  })

  test('names what meets in a conflict, and the way out', () => {
    const markdown = render({
      outcome: 'conflict',
      conflicts: [{ ...shown, path: 'conf/server.xml', kind: 'modify/modify', row: '7' }],
    })

    const lines = section(markdown, 'To decide')

    expect(lines).toContain(
      '| `conf/server.xml` | modify/modify | 1 place to decide in `conf/a.conf.merged` |',
    )
    expect(lines).toEqual(expect.arrayContaining(['port = 1', 'port = 9', 'port = 2']))
    expect(lines.at(-1)).toMatch(/commit that folder/)
  })

  test('gives the commands that answer conflicts, with paths as a shell takes them', () => {
    const lines = section(
      render({
        outcome: 'conflict',
        conflicts: [
          { ...shown, path: "conf/it's a.conf", merged: "conf/it's a.conf.merged" },
          { ...shown, path: 'lib/a.jar', kind: 'binary', merged: null, open: [] },
          { ...shown, path: 'gone.conf', merged: null, open: [], sides: { ...shown.sides, ours: 'absent' } },
          { ...shown, path: 'away', merged: null, open: [], sides: { ...shown.sides, theirs: 'link b' } },
          { ...shown, path: 'turned', merged: null, open: [], sides: { ...shown.sides, ours: 'link b' } },
        ],
      }),
      'To decide',
    )

    const block = lines.slice(lines.indexOf('```sh') + 1, lines.indexOf('```', lines.indexOf('```sh')))
    const commands = block.filter(line => !line.startsWith('#'))
    expect(commands).toEqual([
      expect.stringMatching(/^conflicts=out\/conflicts/),
      `cp -i "$conflicts"/'conf/it'\\''s a.conf.merged' "$conflicts"/'conf/it'\\''s a.conf.final'`,
      'update-train resolve --conflicts "$conflicts"',
    ])
    const choices = block
      .filter(line => line.startsWith('#   '))
      .map(line => line.split(' ').slice(7).join(' '))
    expect(choices).toEqual([
      ...['--ours', '--theirs', '--delete'].map(side => `${side}='conf/it'\\''s a.conf'`),
      ...['--ours=lib/a.jar', '--theirs=lib/a.jar', '--delete=lib/a.jar'],
      ...['--ours=gone.conf', '--theirs=gone.conf'],
      ...['--ours=away', '--theirs=away', '--delete=away'],
      ...['--theirs=turned', '--delete=turned'],
    ])
  })

  test('says of each file of the team what became of it', () => {
    const lines = section(
      render({
        overlay: {
          ...noOverlay,
          laid: ['a', 'c', 'm', 'n', 'o'],
          converged: ['b'],
          added: ['c'],
          merged: [{ path: 'm', key: 'a1' }],
          answered: [
            { path: 'n', key: 'a2' },
            { path: 'o', key: 'a3' },
          ],
          removed: ['p', 'q'],
          modes: [{ path: 'r', mode: 0o640 }],
        },
        notices: [
          { path: 'd', row: '9', severity: 'notice', message: 'was <left>' },
          { path: 'e', row: '14', severity: 'warning', message: 'is back' },
          { path: 'f', row: '5', severity: 'notice', message: 'was changed' },
          { path: 'o', row: '11', severity: 'notice', message: 'is laid, take it over' },
          { path: 'q', row: '13', severity: 'notice', message: 'was answered' },
        ],
      }),
      'Your customisations',
    )

    expect(lines).toEqual([
      expect.stringMatching(/^- `a` is yours and replaces/),
      expect.stringMatching(/^- `c` is yours; the product has no such file/),
      '- `m` is yours, merged with the product’s',
      '- `n` is laid as you answered; your overlay can take it from the new pack',
      '- `r` has your permission bits, `0640`; its content is the product’s',
      '- `p` is taken away, as you have it',
      expect.stringMatching(/^- `b` is now the same/),
      '- `d` was \\<left\\>',
      '- ⚠️ `e` is back',
      '- `o` is laid, take it over',
      '- `q` was answered',
    ])
  })

  test('gives the commands that bring an overlay up to date', () => {
    const key = 'a1'
    const lines = section(
      render({
        overlay: {
          ...noOverlay,
          merged: [{ path: "conf/it's.conf", key }],
          answered: [
            { path: 'n', key: 'a2' },
            { path: 'l', key: 'a3' },
            { path: 'in/the pack', key: 'a4' },
          ],
          given: ['g', 'pack/g'],
          gone: ['a'],
          removed: ['a', 'never mine'],
          converged: ['c', 'pack/c'],
          packed: ['in/the pack', 'pack/c', 'pack/g'],
          links: ['l'],
        },
        answering: { conflicts: null, resolutions: null, overlay: 'my overlay' },
      }),
      'To bring your overlay up to date',
    )

    expect(lines.slice(lines.indexOf('```sh') + 1, -1)).toEqual([
      `cp .update-train/resolutions/a1.blob 'my overlay/conf/it'\\''s.conf'`,
      "cp .update-train/resolutions/a2.blob 'my overlay/n'",
      "test -f .update-train/resolutions/a3.blob && rm -f 'my overlay/l' && cp .update-train/resolutions/a3.blob 'my overlay/l'",
      "mkdir -p 'my overlay/in' && cp .update-train/resolutions/a4.blob 'my overlay/in/the pack'",
      "rm 'my overlay/g'",
      "rm 'my overlay/c'",
    ])
  })

  test('says who else lays the folder, and which files are to stay where they are', () => {
    const overlay = {
      ...noOverlay,
      merged: [{ path: 'm', key: 'a1' }],
      gone: ['a'],
      sharer: 'acme-1.0.0 (production)',
    }
    const text = render({ overlay, answering: { conflicts: null, resolutions: null, overlay: 'overlay' } })

    expect(text).toContain('**acme-1.0.0 (production) lays the same folder, or may do so.**')
    expect(text).toContain('Leave `a` where it is')
    expect(text).not.toContain('rm overlay/a')
  })

  test('lists apart what differs from the product and was left alone', () => {
    const lines = section(
      render({
        overlay: {
          ...noOverlay,
          laid: ['m', 'n'],
          merged: [
            { path: 'm', key: 'a1' },
            { path: 'f', key: 'b2' },
          ],
        },
        notices: [
          { path: 'e', row: '6', severity: 'warning', message: 'was deleted here and stays deleted' },
          { path: 'f', row: '5', severity: 'notice', message: 'was changed here and is kept' },
        ],
      }),
      'Drift',
    )

    expect(lines).toEqual([
      '- ⚠️ `e` was deleted here and stays deleted',
      '- `f` was changed here and is kept',
      expect.stringMatching(/^- `m` was merged with an earlier update; your overlay can take it/),
    ])
  })

  test('gives the digests as evidence, and only those there are', () => {
    const all = render({
      digests: { ...digests, overlay: digest },
      pack: 'p.zip',
      diff: { name: 'd.zip', size: 312 },
    })
    const few = render({ digests })

    expect(section(all, 'Evidence').slice(2)).toEqual([
      '| pack | `p.zip`, 14.7 MB |',
      `| pack SHA-256 | \`${digest}\` |`,
      `| content digest | \`${digest}\` |`,
      '| diff zip | `d.zip`, 312 B |',
      `| vendor content digest | \`${digest}\` |`,
      `| base SHA-256 | \`${digest}\` |`,
      `| overlay digest | \`${digest}\` |`,
    ])
    expect(section(few, 'Evidence').slice(2)).toHaveLength(4)
  })

  test('keeps every warning in a line of its own', () => {
    expect(section(render({ warnings: ['- [x] one\ntwo', '@team'] }), 'Warnings')).toEqual([
      '- \\- \\[x\\] one two',
      '- @\u200bteam',
    ])
  })

  test('ends with the stations and when it was made', () => {
    const stations = [
      { name: 'check', milliseconds: 8 },
      { name: 'apply', milliseconds: 185_000 },
    ]

    expect(render({ stations })).toMatch(
      /\n---\n\ncheck 8 ms → apply 3 min 5 s · 2026-03-01T09:30:00\.000Z\n$/,
    )
  })

  test.each([
    [2, 6, 'acme-1.0.0: level 2 → 6'],
    [6, 2, 'acme-1.0.0: level 6 → 2'],
    [6, 6, 'acme-1.0.0: level 6, built again'],
  ])('is called after its levels %p and %p', (from, to, title) => {
    expect(titleOf({ ...bare, from: at(from), to: at(to) })).toBe(title)
  })
})

test('a report that is too long leaves out its longest sections and says so', () => {
  const changed = Array.from({ length: 5000 }, (_, index) => `lib/some-long-name-${index}.jar`)
  const difference = { added: [], removed: [], changed, renamed: [], modeChanged: [] }
  const candidate = { ...bare, updates: [update], difference }

  const short = renderMarkdown(candidate, 2000)

  expect(Buffer.byteLength(renderMarkdown(candidate))).toBeGreaterThan(100_000)
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(2000)
  expect(short).toContain('## Files\n\nToo long to be shown here: see report.md.')
  expect(short).toContain('Close idle connections')
  expect(renderMarkdown(candidate, 1_000_000)).toBe(renderMarkdown(candidate))
})

test('the vendor’s update zip is named where there is one', () => {
  const report = render({ digests, updateZip: { name: 'wso2is-7.1.0.2-7.1.0.5.zip', size: 2048 } })

  expect(report).toMatch(/the vendor’s update zip \| `wso2is-7\.1\.0\.2-7\.1\.0\.5\.zip`, 2/)
  expect(render({ digests })).not.toContain('update zip')
})

test('docs/reference.md lists every key of `candidate.json`, and of its parts', () => {
  const reference = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8')
  const [, section = ''] = /\n### `candidate\.json`\n([^]*?)\n### /.exec(reference) ?? []
  const rows = new Map(
    section.split('\n').flatMap(line => {
      const [, keys = '', holds = ''] = line.split('|')
      return [...keys.matchAll(/`(\w+)`/g)].map(([, key = '']) => [key, holds])
    }),
  )

  expect([...rows.keys()].sort()).toEqual([...Object.keys(bare), 'firstPassed', 'tested', 'updateZip'].sort())
  for (const [key, part] of Object.entries({
    overlay: noOverlay,
    answering: bare.answering,
    from: bare.from,
  }))
    expect(rows.get(key)).toContain(`{${Object.keys(part).join(', ')}}`)
})
