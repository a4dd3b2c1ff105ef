import type { VendorUpdate } from './catalogue.ts'
import { equal, type Files } from './files.ts'

/** One run of an update tool over a product. */
export interface Run {
  /** `wso2am-3.2.0`. */
  pattern: string
  channel: string
  timestamp: number
  updates: readonly VendorUpdate[]
  /** The vendor's files before and after. */
  from: Files
  to: Files
}

export function summaryName({ pattern, channel, timestamp }: Run): string {
  return `update-summary-${pattern}+${timestamp}.${channel}.pdf`
}

/** A PDF with the sentences of the summary in the public pack of wso2si 1.1.0 (`updates/summary/`). */
export function summaryPdf(run: Run): Buffer {
  const { pattern, channel, timestamp, updates, from, to } = run
  const [, name = pattern, version = ''] = /^(.+)-([\d.]+)$/.exec(pattern) ?? []
  const updated = [...to.keys()].filter(path => from.has(path) && !equal(from.get(path), to.get(path)))
  return pdfOf([
    'Update Summary for',
    `${name} - ${version} ${timestamp} (${channel})`,
    `This document contains details of ${updates.length} update(s) installed into your ${pattern} (${channel}) distribution.`,
    ...updates.flatMap(({ number, title }) => [number, title, 'Bug Fixes', 'N/A', 'Instructions', 'N/A']),
    'Updated Files',
    ...updated,
    'Added Files',
    ...[...to.keys()].filter(path => !from.has(path)),
  ])
}

/** One page, as long as it takes (ISO 32000-1, 7.5: header, body, cross-reference table, trailer). */
function pdfOf(lines: readonly string[]): Buffer {
  const height = 80 + lines.length * 14
  const text = lines.map(line => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*\n`).join('')
  const stream = `BT /F1 10 Tf 14 TL 40 ${height - 40} Td\n${text}ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 ${height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>`,
    `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = Buffer.byteLength(body, 'latin1')
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${Buffer.byteLength(body, 'latin1')}\n%%EOF\n`
  return Buffer.from(`${body}${table}${trailer}`, 'latin1')
}
