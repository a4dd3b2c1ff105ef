/** Turns away what the gateway does not serve. */
export function create() {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') return false
    response.writeHead(405, { Allow: 'GET, HEAD' }).end('Method not allowed\n')
    return true
  }
}
