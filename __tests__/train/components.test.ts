import { expect, test } from '@jest/globals'
import { z } from 'zod'
import type { World } from '../../src/kernel/world.ts'
import type { Candidate } from '../../src/report/candidate.ts'
import { renderSbom } from '../../src/report/sbom.ts'
import { componentsIfWanted } from '../../src/train/components.ts'
import { differenceOf } from '../../src/train/diff-packs.ts'
import { measurePack } from '../../src/train/update-pack.ts'
import { candidateOf } from '../helpers/candidate.ts'
import { cycloneDxProblems } from '../helpers/cyclonedx.ts'
import { testWorld } from '../helpers/world.ts'
import { type TestEntry, unixFile, unixLink, writeZipOf, zipOf } from '../helpers/zip.ts'

const text = (name: string, content: string): TestEntry => ({ name, content, deflate: true })
const manifest = (...lines: string[]): TestEntry =>
  text(
    'META-INF/MANIFEST.MF',
    `Manifest-Version: 1.0\r\n${lines.join('\r\n')}\r\n\r\nName: x\r\nBundle-Version: 0\r\n`,
  )
const maven = (group: string, artifact: string, version: string): TestEntry =>
  text(
    `META-INF/maven/${group}/${artifact}/pom.properties`,
    `#Made\ngroupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
  )

const asked = { reports: ['sbom'], publish: ['artifact'] } as const

const document = z.looseObject({
  metadata: z.looseObject({ timestamp: z.string().optional() }),
  components: z.array(
    z.looseObject({
      'bom-ref': z.string(),
      name: z.string(),
      version: z.string().optional(),
      purl: z.string().optional(),
      scope: z.string().optional(),
      properties: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
})

/** The components between two packs of `lib/*` (of the later one, where there is no other), by path, and the text. */
async function sbomOf(
  world: World,
  before: readonly TestEntry[] | null,
  after: readonly TestEntry[],
  changes: Partial<Candidate> = {},
) {
  const packed = async (entries: readonly TestEntry[], name: string) => {
    const below = entries.map(entry => ({ ...entry, name: `acme-1.0.0/${entry.name.toString()}` }))
    return measurePack(await writeZipOf(world.temporary, below, {}, name), world)
  }
  const former = before === null ? null : await packed(before, 'before.zip')
  const now = await packed(after, 'after.zip')
  const difference = former === null ? null : await differenceOf(former.file, now.file)
  const components = await componentsIfWanted(asked, { difference }, now, former, world)
  const written = renderSbom(candidateOf({ product: 'acme-1.0.0', ...changes }), components ?? [])
  const parsed = document.parse(JSON.parse(written))
  expect(cycloneDxProblems(JSON.parse(written))).toEqual([])
  const byPath = parsed.components.map(one => {
    const own = one.properties.map(({ name, value }) => [name.replace('update-train:', ''), value])
    const { group, name, version, purl, scope } = one
    return [one['bom-ref'], { group, name, version, purl, scope, ...Object.fromEntries(own) }] as const
  })
  return { components: Object.fromEntries(byPath), written, timestamp: parsed.metadata.timestamp }
}

test('libraries that changed are listed with what they say of themselves', async () => {
  await using world = await testWorld()
  const guava = zipOf([maven('com.google.guava', 'guava', '33.0-jre'), text('x', '2')])
  const { components } = await sbomOf(
    world,
    [
      { name: 'lib/guava-32.0-jre.jar', content: zipOf([text('x', '1')]) },
      { name: 'lib/old_1.jar', content: 'old' },
      { name: 'lib/same_1.jar', content: 'same' },
      { name: 'lib/here.jar', content: zipOf([text('moved', 'm')]) },
      { name: 'lib/core.jar', content: zipOf([text('x', '1')]) },
      { name: 'conf/a.xml', content: '1' },
    ],
    [
      { name: 'lib/guava-33.0-jre.jar', content: guava, deflate: true },
      { name: 'lib/same_1.jar', content: 'same' },
      { name: 'plugins/here.jar', content: zipOf([text('moved', 'm')]) },
      {
        name: 'lib/core.jar',
        content: zipOf([
          manifest(
            'Bundle-SymbolicName: org.acme.very.long',
            ' .name;singleton:=true',
            'Bundle-Version: 4.9.0.12',
          ),
        ]),
      },
      { name: 'web/api.war', content: zipOf([manifest('Implementation-Version: 7.1')]) },
      { name: 'lib/link.jar', content: 'core.jar', mode: unixLink | 0o777 },
      { name: 'lib/broken-2.1.jar', content: 'no zip', mode: unixFile | 0o644 },
      { name: 'conf/a.xml', content: '2' },
    ],
  )

  expect(components).toEqual({
    'lib/broken-2.1.jar': { name: 'broken', version: '2.1', change: 'added' },
    'lib/core.jar': {
      name: 'org.acme.very.long.name',
      version: '4.9.0.12',
      change: 'changed',
      'former-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    'lib/guava-33.0-jre.jar': {
      group: 'com.google.guava',
      name: 'guava',
      version: '33.0-jre',
      purl: 'pkg:maven/com.google.guava/guava@33.0-jre',
      change: 'changed',
      'former-path': 'lib/guava-32.0-jre.jar',
      'former-version': '32.0-jre',
      'former-sha256': expect.any(String),
    },
    'lib/old_1.jar': { name: 'old', version: '1', scope: 'excluded', change: 'removed' },
    'plugins/here.jar': {
      name: 'here',
      change: 'moved',
      'former-path': 'lib/here.jar',
      'former-sha256': expect.any(String),
    },
    'web/api.war': { name: 'api', version: '7.1', change: 'added' },
  })
})

test.each([
  ['two of them', 'lib/guava-33.jar', [maven('a', 'guava', '33'), maven('b', 'other', '1')]],
  ['a wrapped library of another version', 'lib/guava_33.wso2v1.jar', [maven('a', 'guava', '33')]],
  ['another name', 'lib/all-33.jar', [maven('a', 'guava', '33')]],
  ['coordinates that are none', 'lib/guava-33.jar', [maven('a', 'guava', '33 or so')]],
  [
    'properties of another artifact',
    'lib/guava-33.jar',
    [text('META-INF/maven/a/guava/pom.properties', 'groupId=b\nartifactId=guava\nversion=33\n')],
  ],
])('a purl is never guessed: %s', async (_what, path, members) => {
  await using world = await testWorld()

  const { components } = await sbomOf(
    world,
    [{ name: 'a', content: 'a' }],
    [{ name: path, content: zipOf(members) }],
  )

  expect(components).toMatchObject({ [path]: { change: 'added' } })
  expect(components).toMatchObject({ [path]: { purl: undefined } })
})

test('a bundle’s qualifier is Maven’s', async () => {
  await using world = await testWorld()
  const path = 'lib/axis2_1.6.1.wso2v40.jar'
  const { components } = await sbomOf(world, null, [
    { name: path, content: zipOf([maven('org.axis', 'axis2', '1.6.1-wso2v40')]) },
  ])

  expect(components).toMatchObject({ [path]: { purl: 'pkg:maven/org.axis/axis2@1.6.1-wso2v40' } })
})

test('without a former pack every library is listed, and the same candidate gives the same bytes', async () => {
  await using world = await testWorld()
  const files = [
    { name: 'lib/b-1.jar', content: 'b' },
    { name: 'lib/a-1.jar', content: 'a' },
    { name: 'notes.txt', content: 'n' },
  ]
  const to = { level: 3, timestamp: Date.UTC(2026, 1, 1), fileList: null, yanked: false }

  const once = await sbomOf(world, null, files, { to })
  const again = await sbomOf(world, null, files, { to, createdAt: '2027-01-01T00:00:00.000Z' })
  const undated = await sbomOf(world, null, files, { to: { ...to, timestamp: null } })

  expect(once.components).toEqual({
    'lib/a-1.jar': { name: 'a', version: '1' },
    'lib/b-1.jar': { name: 'b', version: '1' },
  })
  expect(again.written).toBe(once.written)
  expect([once.timestamp, undated.timestamp]).toEqual(['2026-02-01T00:00:00.000Z', undefined])
})

test('the purl of what is no jar says what it is', async () => {
  await using world = await testWorld()
  const content = zipOf([maven('org.acme', 'portal', '1.0')])

  const { components } = await sbomOf(
    world,
    [{ name: 'a', content: 'a' }],
    [{ name: 'web/portal-1.0.war', content }],
  )

  expect(components).toMatchObject({
    'web/portal-1.0.war': { purl: 'pkg:maven/org.acme/portal@1.0?type=war' },
  })
})
