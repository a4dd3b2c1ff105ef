import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'

/**
 * A preload (`node --import`) by which requests for Sigstore's services and GitHub's issuer of identities, whose addresses
 * are fixed in GitHub's client, reach the stand-in of `SIGSTORE_STANDIN`; the host stays in the header.
 */
const place = new URL(process.env['SIGSTORE_STANDIN'] ?? 'http://127.0.0.1:9')
const moved = /^(?:fulcio|timestamp|rekor|token\.actions)\./
const original = https.request

function request(options: RequestOptions, answered?: (response: IncomingMessage) => void): ClientRequest {
  const host = options.hostname ?? options.host ?? ''
  if (!moved.test(host)) return original(options, answered)
  const { agent: _tls, createConnection: _none, ...rest } = options
  const headers = { ...Object.fromEntries(Object.entries(options.headers ?? {})), host }
  return http.request(
    { ...rest, headers, protocol: 'http:', host: place.hostname, hostname: place.hostname, port: place.port },
    answered,
  )
}

Object.defineProperty(https, 'request', { value: request, writable: true, configurable: true })
syncBuiltinESMExports()
