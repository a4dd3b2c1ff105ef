/** The gateway's own pages. */
export function create({ config, release, versions, console: pages }) {
  const text = (response, status, body) =>
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body)
  const json = (response, value) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(value)}\n`)

  return (request, response) => {
    const url = new URL(request.url, 'http://gateway')
    if (url.pathname === '/') {
      text(response, 200, `${config.server.greeting}\n`)
    } else if (url.pathname === '/health') {
      json(response, { status: 'up' })
    } else if (url.pathname === '/version') {
      json(response, { ...release, versions })
    } else if (url.pathname === '/login') {
      const next = url.searchParams.get('next') ?? '/console/'
      if (isOwnPath(next)) response.writeHead(302, { Location: next }).end()
      else text(response, 400, 'Bad request\n')
    } else if (url.pathname.startsWith('/console/')) {
      const name = url.pathname.slice('/console/'.length) || 'index.html'
      const page = name.includes('-INF/') ? undefined : pages.get(name)
      if (page === undefined) return false
      response.writeHead(200, { 'Content-Type': name.endsWith('.css') ? 'text/css' : 'text/html' }).end(page)
    } else if (config.routes?.[url.pathname] !== undefined) {
      text(response, 200, `${config.routes[url.pathname]}\n`)
    } else {
      return false
    }
    return true
  }
}

/** SAMPLE-2026-0001: only a path of the gateway's own, printable ASCII, and not the start of another host. */
function isOwnPath(next) {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(next)
}
