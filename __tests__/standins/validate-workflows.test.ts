import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { validateAction, validateFiles, validateWorkflow } from './validate-workflows.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validate-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

const action = `name: Sample
description: Does something.
inputs:
  product: {description: A product., required: true}
  level: {description: A level., default: latest}
runs: {using: node24, main: dist/main.js}
`

function workflow(step: string): string {
  return `name: Weekly
on:
  schedule: [{cron: '17 4 * * 1'}]
  workflow_dispatch:
permissions:
  contents: read
jobs:
  update:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v6
      - ${step}
`
}

test('a right workflow and a right action have no problems', async () => {
  const files = [
    await put(
      'weekly.yml',
      workflow('uses: octo-org/sample@v1\n        with: {product: "${{ vars.PRODUCT || secrets.P }}"}'),
    ),
    await put('action.yml', action),
  ]

  const problems = await validateFiles(files, { 'octo-org/sample': folder })

  expect(problems).toEqual([])
})

test('inputs that the action does not have, and missing ones, are named with their line', async () => {
  await put('action.yml', action)
  const file = await put('weekly.yml', workflow('uses: octo-org/sample@v1\n        with: {levle: 12}'))

  const problems = await validateWorkflow(file, { 'octo-org/sample': folder })

  expect(problems).toMatchObject([
    { file, line: 13, source: 'language service', message: "Invalid action input 'levle'" },
    { message: 'Missing required input `product`', severity: 'error' },
  ])
})

test('the own action by its path is checked as well', async () => {
  await put('action.yml', action)
  const file = await put('weekly.yml', workflow('uses: ./'))

  const problems = await validateWorkflow(file, { './': folder })

  expect(problems.map(({ message }) => message)).toEqual(['Missing required input `product`'])
})

test('an unknown context and an unknown key are found', async () => {
  const file = await put('weekly.yml', workflow("rnu: echo '${{ steps.nobody.outputs.x }} ${{ secret.X }}'"))

  const problems = await validateWorkflow(file)

  expect(problems.map(({ source }) => source)).toContain('language service')
  expect(problems.map(({ source }) => source)).toContain('actionlint')
  expect(problems.map(({ message }) => message)).toContain("Unexpected value 'rnu'")
})

test('what only actionlint knows is found', async () => {
  const file = await put('weekly.yml', workflow("run: echo '${{ github.head_ref }}'"))

  const problems = await validateWorkflow(file)

  expect(problems).toMatchObject([{ source: 'actionlint', line: 12 }])
  expect(problems[0]?.message).toContain('potentially untrusted')
})

test('an action without main is refused', async () => {
  const file = await put('action.yml', action.replace(', main: dist/main.js', ''))

  const problems = await validateAction(file)

  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("'main'")])
})
