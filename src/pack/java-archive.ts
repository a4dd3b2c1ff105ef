import { basename, join } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { type Archive, readArchive } from './archive.ts'
import type { ZipEntry } from './central-header.ts'
import { contentFile } from './content-file.ts'
import { readWhole } from './entry-content.ts'
import { nestedLimits, scanLimits } from './limits.ts'
import type { Pack } from './open-pack.ts'
import { startPace, type Work } from './pace.ts'
import { splitVersion } from './renames.ts'

/** What a library is called. */
export interface Coordinates {
  /** Maven's group; null where the archive does not say it. */
  group: string | null
  name: string
  version: string | null
  /** Group, name and version are those of a Maven repository: the archive says so, and its own name agrees. */
  isMaven: boolean
}

/** Bytes of a manifest, or of Maven's properties, that are read. */
const largestText = 1024 * 1024

const manifestName = 'META-INF/MANIFEST.MF'

export function isJavaArchive(path: string): boolean {
  return /\.(?:jar|war|ear|aar|mar)$/i.test(path)
}

/** By its name alone: `guava-31.1-jre.jar`, `org.wso2.carbon.core_4.9.0.jar`. */
export function coordinatesByName(path: string): Coordinates {
  const parts = splitVersion(path, 'last')
  const name = basename(parts?.stem ?? path.replace(/\.[A-Za-z]+$/, ''))
  return { group: null, name, version: parts?.version ?? null, isMaven: false }
}

/**
 * What Java archives of a pack say of themselves: Maven's `pom.properties` where there is one only and the file is named
 * after it, else the manifest (OSGi's bundle, or the implementation's version), else the file's name. One that cannot be
 * read is known by its name. `folder` is temporary and there.
 */
export async function readCoordinates(
  pack: Pack,
  paths: readonly string[],
  work: Work & { folder: string },
): Promise<Map<string, Coordinates>> {
  const found = new Map<string, Coordinates>()
  const pace = startPace(work, paths.length)
  for (const path of paths) {
    const entry = pack.entries.get(path)
    const byName = coordinatesByName(path)
    found.set(path, byName)
    if (entry?.kind !== 'file' || entry.size > scanLimits.archiveBytes) continue
    using content = await contentFile(pack.archive, entry, join(work.folder, 'archive'), pace)
    try {
      found.set(path, coordinatesIn(readArchive(content.file, nestedLimits), byName))
    } catch (error) {
      if (!(error instanceof TrainError) || !error.code.startsWith('pack-')) throw error
    }
  }
  return found
}

type Members = Omit<Archive, keyof AsyncDisposable>

function coordinatesIn(archive: Members, byName: Coordinates): Coordinates {
  const maven = mavenCoordinates(archive)
  if (maven !== null && agrees(maven, byName)) return maven
  const manifest = archive.entries.find(({ name }) => name === manifestName)
  if (manifest === undefined) return byName
  const says = manifestValues(textOf(archive, manifest))
  const bundle = says.get('bundle-symbolicname')?.split(';')[0]?.trim() ?? ''
  const version = says.get('bundle-version') ?? byName.version ?? says.get('implementation-version') ?? ''
  return {
    group: null,
    name: bundle === '' ? byName.name : bundle,
    version: version === '' ? null : version,
    isMaven: false,
  }
}

/** Null where an archive holds none, or several: then it is made of others, and nothing says which one it is. */
function mavenCoordinates(archive: Members): Coordinates | null {
  const [only, other] = archive.entries.filter(({ name }) =>
    /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/.test(name),
  )
  if (only === undefined || other !== undefined) return null
  const lines = textOf(archive, only).split(/\r?\n/)
  const valueOf = (key: string): string =>
    lines
      .find(line => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim() ?? ''
  const [group, name, version] = [valueOf('groupId'), valueOf('artifactId'), valueOf('version')]
  const isWhole = [group, name, version].every(value => /^[\w.+-]+$/.test(value))
  return isWhole && only.name === `META-INF/maven/${group}/${name}/pom.properties`
    ? { group, name, version, isMaven: true }
    : null
}

/** A bundle that wraps a library holds that one's properties: it is another thing, of another name or version. */
function agrees(maven: Coordinates, byName: Coordinates): boolean {
  // OSGi parts a qualifier with a dot, Maven with a hyphen.
  const plain = (version: string | null): string => (version ?? '').replaceAll('-', '.')
  const isNamed = maven.name === byName.name
  return isNamed && (byName.version === null || plain(byName.version) === plain(maven.version))
}

/** The main section of a manifest, by names in lower case (*JAR File Specification*, Manifest): a blank begins the rest of a line. */
function manifestValues(text: string): Map<string, string> {
  const [section = ''] = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n\n', 1)
  const lines = section.replaceAll('\n ', '').split('\n')
  return new Map(
    lines.flatMap(line => {
      const colon = line.indexOf(': ')
      return colon === -1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 2).trim()] as const]
    }),
  )
}

function textOf(archive: Members, entry: ZipEntry): string {
  return entry.kind === 'file' && entry.size <= largestText ? readWhole(archive, entry).toString('utf8') : ''
}
