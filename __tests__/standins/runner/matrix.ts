import { z } from 'zod'

export type Combination = Record<string, unknown>

const schema = z
  .looseObject({
    include: z.array(z.record(z.string(), z.unknown())).optional(),
    exclude: z.array(z.record(z.string(), z.unknown())).optional(),
  })
  .transform(({ include = [], exclude = [], ...rest }) => ({ include, exclude, rest }))

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/**
 * The combinations of a matrix, in order ("Workflow syntax, jobs.<job_id>.strategy.matrix"): the product of
 * the vectors, less what an `exclude` matches, then each `include` added to every combination whose own
 * values it does not change, or else as a combination of its own.
 */
export function expandMatrix(value: unknown): Combination[] {
  const { include, exclude, rest } = schema.parse(value)
  const vectors = Object.entries(z.record(z.string(), z.array(z.unknown())).parse(rest))
  let originals: Combination[] = vectors.length === 0 ? [] : [{}]
  for (const [key, values] of vectors) {
    originals = originals.flatMap(combination => values.map(item => ({ ...combination, [key]: item })))
  }
  originals = originals.filter(
    combination =>
      !exclude.some(rule => Object.entries(rule).every(([key, item]) => same(combination[key], item))),
  )
  const expanded = originals.map(original => ({ original, all: { ...original } }))
  const alone: Combination[] = []
  for (const addition of include) {
    const fitting = expanded.filter(({ original }) =>
      Object.entries(addition).every(([key, item]) => !(key in original) || same(original[key], item)),
    )
    if (fitting.length === 0) alone.push(addition)
    for (const { all } of fitting) Object.assign(all, addition)
  }
  return [...expanded.map(({ all }) => all), ...alone]
}

/** `name (a, b)`, as GitHub shows a matrix job. */
export function matrixName(name: string, combination: Combination): string {
  const values = Object.values(combination).map(value =>
    typeof value === 'string' ? value : JSON.stringify(value),
  )
  return values.length === 0 ? name : `${name} (${values.join(', ')})`
}
