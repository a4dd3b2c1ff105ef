import { stat } from 'node:fs/promises'
import { TrainError } from '../../kernel/errors.ts'

/** Refuses to write a result over a file that it is made from. Throws `usage`. */
export async function assertNotInput(out: string, inputs: readonly string[]): Promise<void> {
  const target = await stat(out).catch(() => null)
  if (target === null) return
  for (const input of inputs) {
    const source = await stat(input).catch(() => null)
    if (source?.dev !== target.dev || source.ino !== target.ino) continue
    throw new TrainError('usage', `${out} is one of the files that it would be made from.`, {
      hint: 'Name another file with --out; nothing was changed.',
    })
  }
}
