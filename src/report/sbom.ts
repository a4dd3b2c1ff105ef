import type { Candidate, Component } from './candidate.ts'

/**
 * The libraries that a candidate brings, as CycloneDX 1.6 JSON. The same candidate gives the same bytes: no serial number,
 * and the level's date where it has one. What the pack does not hold any more is `excluded`; what stands behind a component
 * in the former pack is told in properties, as CycloneDX knows no differences. Only libraries that changed are listed, so
 * that the composition is `incomplete`.
 */
export function renderSbom(candidate: Candidate, components: readonly Component[]): string {
  const { product, to } = candidate
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(to.timestamp === null ? {} : { timestamp: new Date(to.timestamp).toISOString() }),
      tools: { components: [{ type: 'application', name: 'update-train' }] },
      component: productOf(candidate),
    },
    components: components.map(componentOf),
    compositions: [{ aggregate: 'incomplete', assemblies: [product] }],
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** `wso2is-7.1.0` is known as `wso2is` of version `7.1.0`; its level is no part of either. */
function productOf({ product, track, channel, from, to, digests }: Candidate): object {
  const [, name = product, version] = /^(.+)-(\d.*)$/.exec(product) ?? []
  return {
    type: 'application',
    'bom-ref': product,
    name,
    ...(version === undefined ? {} : { version }),
    ...(digests === null ? {} : { hashes: [hash(digests.packSha256)] }),
    properties: properties({
      track,
      channel,
      level: String(to.level),
      'from-level': String(from.level),
      'content-digest': digests?.content,
    }),
  }
}

function componentOf({ path, change, sha256, coordinates, former }: Component): object {
  const { group, name, version, isMaven } = coordinates
  return {
    type: /\.[we]ar$/i.test(path) ? 'application' : 'library',
    'bom-ref': path,
    ...(group === null ? {} : { group }),
    name,
    ...(version === null ? {} : { version }),
    ...(change === 'removed' ? { scope: 'excluded' } : {}),
    hashes: [hash(sha256)],
    ...(isMaven && group !== null && version !== null ? { purl: mavenUrl(group, name, version, path) } : {}),
    evidence: { occurrences: [{ location: path }] },
    properties: properties({
      change: change ?? undefined,
      'former-path': former === null || former.path === path ? undefined : former.path,
      'former-version': former?.version ?? undefined,
      'former-sha256': former?.sha256,
    }),
  }
}

function hash(content: string): object {
  return { alg: 'SHA-256', content }
}

/** The purl specification's type `maven`; what is not named there is a jar. */
function mavenUrl(group: string, name: string, version: string, path: string): string {
  const type = /\.([we]ar)$/i.exec(path)?.[1]?.toLowerCase()
  const names = [group, name].map(encodeURIComponent).join('/')
  return `pkg:maven/${names}@${encodeURIComponent(version)}${type === undefined ? '' : `?type=${type}`}`
}

function properties(values: Readonly<Record<string, string | undefined>>): object[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name: `update-train:${name}`, value }],
  )
}
