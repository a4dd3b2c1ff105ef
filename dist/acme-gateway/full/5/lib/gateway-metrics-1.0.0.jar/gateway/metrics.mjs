/** Counters in the text format of Prometheus. */
export function create({ counters }) {
  return (request, response) => {
    if (request.url !== '/metrics') return false
    const lines = Object.entries(counters).map(([name, value]) => `gateway_${name}_total ${value}\n`)
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' }).end(lines.join(''))
    return true
  }
}
