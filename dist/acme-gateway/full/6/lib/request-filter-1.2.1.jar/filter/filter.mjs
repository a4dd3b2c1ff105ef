/** Characters of a URL where conf/gateway.toml says nothing. SAMPLE-2026-0002: longer ones kept the gateway busy. */
const longestUrl = 2048

/** Turns away what the gateway does not serve. */
export function create({ config }) {
  const limit = config.limits?.['url-length'] ?? longestUrl
  return (request, response) => {
    if (request.url.length > limit) {
      response.writeHead(414).end('URI too long\n')
      return true
    }
    if (request.method === 'GET' || request.method === 'HEAD') return false
    response.writeHead(405, { Allow: 'GET, HEAD' }).end('Method not allowed\n')
    return true
  }
}
