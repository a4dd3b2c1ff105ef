import { generateKeyPairSync, sign } from 'node:crypto'
import { z } from 'zod'
import { json, listen, type ReceivedRequest, type Reply } from './http-listener.ts'

/** What GitHub says of the job in the tokens that it issues (GitHub's docs, *OpenID Connect reference*). */
const claims = {
  iss: 'https://token.actions.githubusercontent.com',
  sub: 'repo:octo-org/example:ref:refs/heads/main',
  ref: 'refs/heads/main',
  sha: '0'.repeat(40),
  repository: 'octo-org/example',
  event_name: 'push',
  job_workflow_ref: 'octo-org/example/.github/workflows/publish.yml@refs/heads/main',
  workflow_ref: 'octo-org/example/.github/workflows/publish.yml@refs/heads/main',
  repository_id: '1',
  repository_owner_id: '2',
  runner_environment: 'github-hosted',
  run_id: '1001',
  run_attempt: '1',
}

const certificateRequest = z.object({
  credentials: z.object({ oidcIdentityToken: z.string() }),
  publicKeyRequest: z.object({ publicKey: z.object({ content: z.string() }), proofOfPossession: z.string() }),
})

/** The stand-in for a job's identity and for Sigstore. */
export interface Sigstore extends AsyncDisposable {
  /** For the process that signs, besides the preload `sigstore-hosts.ts`. */
  readonly environment: Readonly<Record<string, string>>
  /** Keys that a certificate was asked for, as PEM. */
  readonly keys: readonly string[]
  /** Answered with this status by Fulcio, while it is set. */
  fault: number | null
}

/**
 * A job's identity (`ACTIONS_ID_TOKEN_REQUEST_URL`: GitHub's docs, *OpenID Connect reference*; tokens are really signed),
 * Fulcio's `POST /api/v2/signingCert` and the timestamp authority's `POST /api/v1/timestamp`, as their OpenAPI descriptions
 * in sigstore/fulcio and sigstore/timestamp-authority have them. The certificate is always the same one and not for the key
 * that asks, and timestamps hold nothing: what is signed here convinces nobody but a test that knows the key.
 */
export async function startSigstore(): Promise<Sigstore> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keys: string[] = []
  const made: { fault: number | null } = { fault: null }
  const tokenFor = (audience: string): string => {
    const now = Math.floor(Date.now() / 1000)
    const parts = [
      { alg: 'RS256', kid: 'one', typ: 'JWT' },
      { ...claims, aud: audience, iat: now, exp: now + 300 },
    ].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const text = parts.join('.')
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  const handle = (request: ReceivedRequest): Reply => {
    const { pathname, searchParams } = new URL(request.path, 'http://localhost')
    switch (`${request.method} ${pathname}`) {
      case 'GET /identity':
        if (request.headers['authorization'] !== 'Bearer of-the-job') return json(401, { message: 'no' })
        return json(200, { value: tokenFor(searchParams.get('audience') ?? '') })
      case 'GET /.well-known/openid-configuration':
        return json(200, { issuer: claims.iss, jwks_uri: `${claims.iss}/.well-known/jwks` })
      case 'GET /.well-known/jwks':
        return json(200, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', kid: 'one', use: 'sig' }],
        })
      case 'POST /api/v2/signingCert': {
        if (made.fault !== null) return json(made.fault, { message: 'There was an error' })
        const { publicKeyRequest } = certificateRequest.parse(JSON.parse(request.body.toString()))
        keys.push(publicKeyRequest.publicKey.content)
        return json(200, { signedCertificateEmbeddedSct: { chain: { certificates: [certificate] } } })
      }
      case 'POST /api/v1/timestamp':
        return { status: 201, headers: { 'content-type': 'application/timestamp-reply' }, body: 'when' }
      default:
        return json(404, { message: `${request.method} ${request.path}` })
    }
  }
  const listener = await listen(request => Promise.resolve(handle(request)))
  return Object.assign(made, {
    environment: {
      SIGSTORE_STANDIN: listener.url,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${listener.url}/identity?version=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
    },
    keys,
    [Symbol.asyncDispose]: () => listener.close(),
  })
}

/** Made once with openssl; its key was thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBkTCCATegAwIBAgIUGA54IfLSb+W49BqvYRhuFlA+tWYwCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSc3RhbmQtaW4gb2YgRnVsY2lvMCAXDTI2MTEyNjE4MTU0NVoY
DzIxMjYxMTAyMTgxNTQ1WjAdMRswGQYDVQQDDBJzdGFuZC1pbiBvZiBGdWxjaW8w
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQd4JR9x8aVjXtfKIs/e1G9uKX+7ojG
3gYEanr8HHS0mN6FFN7sd2UAEY1dLk57lFCrhWGxIt2UwkyOEgQBhRs/o1MwUTAd
BgNVHQ4EFgQU3qg3k3iD+F9cwKYgZ4X8WZYA99UwHwYDVR0jBBgwFoAU3qg3k3iD
+F9cwKYgZ4X8WZYA99UwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBF
AiA7BaX5BGHME8kHUD6Ny59taBgPaTiaNXVRIclrT8qpKgIhAJEUH/B2/LkCkbEz
PDivb+mqG1bul0LylMsfbLPWJt8+
-----END CERTIFICATE-----
`
