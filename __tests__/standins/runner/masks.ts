/** The forms of one secret that the runner hides beside the secret itself (its `ValueEncoders`). */
function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map(shift => {
    const shifted = bytes.subarray(shift)
    // Only whole groups: the rest depends on what follows.
    return shifted.subarray(0, shifted.length - (shifted.length % 3)).toString('base64')
  })
  return [
    secret,
    bytes.toString('base64'),
    ...base64,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    secret.replaceAll("'", "''"),
    secret.replaceAll('"', '\\"'),
    secret.replace(/^"(.*)"$/s, '$1'),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ]
}

/** Hides secrets in log lines and outputs, as the runner's `SecretMasker` does. */
export class Masks {
  readonly #secrets = new Set<string>()
  #forms: string[] = []

  /** Adds a secret; of one with several lines each line is hidden as well. */
  add(secret: string): void {
    if (secret.trim() === '') return
    this.#secrets.add(secret)
    for (const line of secret.split(/\r?\n/)) if (line.trim() !== '') this.#secrets.add(line)
    const forms = new Set([...this.#secrets].flatMap(encodings).filter(form => form.length > 0))
    this.#forms = [...forms].toSorted((a, b) => b.length - a.length)
  }

  /** The text with `***` in place of every secret. */
  apply(text: string): string {
    let masked = text
    for (const form of this.#forms) masked = masked.replaceAll(form, '***')
    return masked
  }

  list(): string[] {
    return [...this.#secrets]
  }
}
