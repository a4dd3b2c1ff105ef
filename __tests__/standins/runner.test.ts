import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startResultsService } from './results-service.ts'
import { type JobResult, type RunOptions, type RunResult, runWorkflow } from './runner.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runner-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(path: string, text: string): Promise<string> {
  const file = join(folder, 'repository', path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

const head = 'on: {workflow_dispatch: {inputs: {level: {type: number, default: 12}}}}\njobs:\n'

/** Runs the given jobs (YAML below `jobs:`). */
async function run(jobs: string, options: Partial<RunOptions> = {}): Promise<RunResult> {
  const file = await put('.github/workflows/test.yml', `${head}${jobs}`)
  return runWorkflow({ file, repository: join(folder, 'repository'), work: join(folder, 'work'), ...options })
}

/** Runs one job with the given steps (YAML list, not indented). */
async function steps(list: string, options: Partial<RunOptions> = {}): Promise<JobResult> {
  const indented = list.replaceAll(/^/gm, '      ')
  const { jobs } = await run(`  only:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`, options)
  const [job] = jobs
  if (job === undefined) throw new Error('no job ran')
  return job
}

const nodeAction = `
name: Sample
description: Echoes.
inputs:
  who to greet: {description: A name., default: '\${{ github.actor }}'}
  level: {description: A level., required: true}
runs: {using: node24, main: main.mjs, post: post.mjs}
`

describe('workflows', () => {
  test('a matrix made by an earlier job runs with what include adds', async () => {
    const result = await run(`
  plan:
    runs-on: ubuntu-latest
    outputs: {list: '\${{ steps.list.outputs.list }}'}
    steps:
      - id: list
        run: echo 'list=[1,2]' >> "$GITHUB_OUTPUT"
  each:
    needs: plan
    runs-on: ubuntu-latest
    strategy:
      matrix:
        level: \${{ fromJSON(needs.plan.outputs.list) }}
        include: [{level: 2, kind: security}, {level: 9}]
    steps:
      - run: echo "level \${{ matrix.level }} \${{ matrix.kind || 'plain' }} of \${{ strategy.job-total }}"
`)

    expect(result.conclusion).toBe('success')
    expect(result.jobs.map(({ name }) => name)).toEqual([
      'plan',
      'each (1)',
      'each (2, security)',
      'each (9)',
    ])
    expect(result.jobs.slice(1).map(({ rawLog }) => rawLog)).toEqual([
      'level 1 plain of 3',
      'level 2 security of 3',
      'level 9 plain of 3',
    ])
  })

  test('the jobs of a matrix run at the same time', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])

    const result = await run(`
  each:
    runs-on: ubuntu-latest
    timeout-minutes: 0.2
    strategy: {matrix: {script: ['echo hello > ${pipe}', 'cat ${pipe}']}}
    steps: [{run: '\${{ matrix.script }}'}]
`)

    expect(result.conclusion).toBe('success')
    expect(result.jobs[1]?.rawLog).toBe('hello')
  })

  test('conditions see what failed, in steps and in jobs', async () => {
    const result = await run(`
  first:
    runs-on: ubuntu-latest
    steps:
      - {id: tolerated, run: exit 3, continue-on-error: true}
      - {run: 'echo after \${{ steps.tolerated.outcome }} \${{ steps.tolerated.conclusion }}'}
      - {run: exit 1}
      - {run: echo never}
      - {if: failure(), run: echo on failure}
      - {if: always(), run: echo always}
  skipped: {needs: first, runs-on: ubuntu-latest, steps: [{run: echo never}]}
  after: {needs: first, if: failure(), runs-on: ubuntu-latest, steps: [{run: 'echo \${{ needs.first.result }}'}]}
`)

    const [first, skipped, after] = result.jobs
    expect(first?.rawLog.split('\n')).toEqual(['after failure success', 'on failure', 'always'])
    expect([first?.conclusion, skipped?.conclusion, after?.conclusion]).toEqual([
      'failure',
      'skipped',
      'success',
    ])
    expect(after?.rawLog).toBe('failure')
    expect(result.conclusion).toBe('failure')
  })

  test('scripts keep their quotes and lose their indentation', async () => {
    const job = await steps(`- run: |
    cat <<'END'
    it's '\${{ inputs.level }}' and 'more'
    END`)

    expect(job.rawLog).toBe("it's '12' and 'more'")
  })

  test('an event that does not start the workflow is refused', async () => {
    const running = steps('- run: true', { event: { name: 'push' } })

    await expect(running).rejects.toThrow('is not started by push')
  })

  test('a wrong workflow is refused in the words of the parser', async () => {
    const running = steps('- rnu: true')

    await expect(running).rejects.toThrow("Unexpected value 'rnu'")
  })

  test('what the runner cannot do is refused', async () => {
    const running = run('  only: {runs-on: ubuntu-latest, container: "debian:13", steps: [{run: "true"}]}\n')

    await expect(running).rejects.toThrow("knows no job key 'container'")
  })
})

describe('what a step says', () => {
  test('variables, paths, outputs and summaries reach the following steps', async () => {
    const job = await steps(`- id: said
  run: |
    echo 'PLACE=here' >> "$GITHUB_ENV"
    mkdir bin && printf '#!/bin/sh\\necho from the path\\n' > bin/tool && chmod +x bin/tool
    echo "$PWD/bin" >> "$GITHUB_PATH"
    { echo 'text<<EOF'; echo one; echo two=2; echo EOF; } >> "$GITHUB_OUTPUT"
    echo '# Summary' >> "$GITHUB_STEP_SUMMARY"
- run: echo "$PLACE" '\${{ env.PLACE }} \${{ toJSON(steps.said.outputs.text) }}'; tool`)

    expect(job.rawLog).toBe('here here "one\\ntwo=2"\nfrom the path')
    expect(job.steps[0]?.outputs).toEqual({ text: 'one\ntwo=2' })
    expect(job.summary).toBe('# Summary\n')
  })

  test('a summary over one mebibyte is dropped with an error', async () => {
    const job = await steps('- run: head -c 1100000 /dev/zero | tr "\\0" x > "$GITHUB_STEP_SUMMARY"')

    expect(job.summary).toBe('')
    expect(job.annotations[0]?.message).toContain('supports content up to a size of 1024k, got 1074k')
  })

  test('annotations and groups are read from the output', async () => {
    const job = await steps(`- run: |
    echo '::group::Things'
    echo '::error file=a b.yml,line=3,title=Wrong%2C indeed::no%0Agood'
    echo '::endgroup::'
    echo '  ::notice::indented' >&2
    echo 'text ::error::in the middle is text'`)

    expect(job.annotations).toEqual([
      { level: 'error', message: 'no\ngood', title: 'Wrong, indeed', file: 'a b.yml', line: 3 },
      { level: 'notice', message: 'indented' },
    ])
    expect(job.log).toContain('##[group]Things\n##[error]no\ngood\n##[endgroup]')
  })

  test('between stop-commands and its token commands are text', async () => {
    const job = await steps(`- id: stopped
  run: |
    echo '::stop-commands::a1b2c3'
    echo '::error::injected'
    echo '::set-output name=x::injected'
    echo '::a1b2c3::'
    echo '::warning::meant'`)

    expect(job.annotations).toEqual([{ level: 'warning', message: 'meant' }])
    expect(job.steps[0]?.outputs).toEqual({})
    expect(job.log).toContain('::error::injected')
  })

  test.each(['set-env name=A', 'add-path', 'stop-commands'])('%s fails the step', async command => {
    const job = await steps(`- run: echo '::${command}::'`)

    expect(job.conclusion).toBe('failure')
  })

  test('secrets and added masks are hidden in every encoding', async () => {
    const secret = 'p$ss "word" & more'
    const job = await steps(
      `- env: {S: '\${{ secrets.PASSWORD }}'}
  run: |
    printf '%s\\n' "$S" | tee raw; printf '%s' "$S" | base64 -w0; echo
    printf 'x%s' "$S" | base64 -w0; echo
    node -p 'JSON.stringify(process.env.S) + encodeURIComponent(process.env.S)'
    echo '::add-mask::later%0Alines'; echo 'lines were added later'
- id: leaky
  run: echo "leak=$(cat raw)" >> "$GITHUB_OUTPUT"`,
      { secrets: { PASSWORD: secret } },
    )

    expect(job.rawLog).toContain(secret)
    expect(job.log).not.toContain(secret)
    expect(job.log).not.toContain(Buffer.from(secret).toString('base64'))
    expect(job.log).not.toContain(Buffer.from(secret).toString('base64').slice(4, -4))
    expect(job.log).not.toContain(encodeURIComponent(secret))
    expect(job.log).not.toContain(JSON.stringify(secret).slice(1, -1))
    expect(job.log).toContain('*** were added ***')
    expect(job.masks).toContain(secret)
  })

  test('a job output that holds a secret is dropped', async () => {
    const { jobs } = await run(
      `  only:
    runs-on: ubuntu-latest
    outputs: {leak: '\${{ steps.s.outputs.leak }}', fine: '\${{ steps.s.outputs.fine }}'}
    steps:
      - {id: s, run: 'echo "leak=abc-hidden" >> $GITHUB_OUTPUT; echo "fine=yes" >> $GITHUB_OUTPUT'}
`,
      { secrets: { S: 'hidden' } },
    )

    expect(jobs[0]?.outputs).toEqual({ fine: 'yes' })
    expect(jobs[0]?.annotations[0]?.message).toBe("Skip output 'leak' since it may contain secret.")
  })
})

describe('actions', () => {
  beforeEach(async () => {
    await put('action/action.yml', nodeAction)
    await put('action/post.mjs', `console.log('post', process.env.STATE_left)`)
    await put(
      'action/main.mjs',
      `import { appendFileSync } from 'node:fs'
       appendFileSync(process.env.GITHUB_STATE, 'left=behind\\n')
       const { INPUT_WHO_TO_GREET, INPUT_LEVEL, ACTIONS_RUNTIME_TOKEN, GITHUB_ACTION_REPOSITORY } = process.env
       console.log(INPUT_WHO_TO_GREET, INPUT_LEVEL, ACTIONS_RUNTIME_TOKEN === 'jwt', GITHUB_ACTION_REPOSITORY)`,
    )
  })
  const services = { ACTIONS_RUNTIME_TOKEN: 'jwt' }

  test('an action gets inputs, defaults and services; its post runs last with its state', async () => {
    const job = await steps(
      `- uses: octo-org/sample@v1
  with: {level: 7, typo: x}
- run: echo "\${ACTIONS_RUNTIME_TOKEN-none}"`,
      { services, actions: { 'octo-org/sample': join(folder, 'repository', 'action') } },
    )

    expect(job.rawLog.split('\n')).toEqual(['octocat 7 true octo-org/sample', 'none', 'post behind'])
    expect(job.annotations[0]?.message).toContain("Unexpected input(s) 'typo', valid inputs are")
    expect(job.steps.map(({ phase }) => phase)).toEqual(['main', 'main', 'post'])
  })

  test('the post runs when a later step fails', async () => {
    const job = await steps('- uses: actions/checkout@v6\n- uses: ./action\n- run: exit 1')

    expect(job.conclusion).toBe('failure')
    expect(job.rawLog).toContain('post behind')
  })

  test('the workspace is empty until the repository is checked out', async () => {
    const job = await steps('- uses: ./action')

    expect(job.conclusion).toBe('failure')
    expect(job.annotations[0]?.message).toContain('Did you forget to run actions/checkout')
  })

  test('a git repository is cloned at the wanted ref', async () => {
    const repository = join(folder, 'repository')
    const git = (...args: string[]) =>
      execFileSync(
        'git',
        ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args],
        {
          encoding: 'utf8',
        },
      ).trim()
    git('init', '--quiet', '-b', 'main')
    git('add', '.')
    git('commit', '--quiet', '-m', 'First')
    const first = git('rev-parse', 'HEAD')
    await put('later.txt', 'later')
    git('add', '.')
    git('commit', '--quiet', '-m', 'Second')

    const job = await steps(`- uses: actions/checkout@v6
  with: {ref: ${first}}
- run: git rev-parse HEAD; ls`)

    expect(job.rawLog).toContain(first)
    expect(job.rawLog).not.toContain('later.txt')
  })

  test('Node of the wanted version is put on the path, another one is refused', async () => {
    const major = process.versions.node.split('.')[0] ?? ''

    const job = await steps(`- uses: actions/setup-node@v6
  with: {node-version: ${major}}
- run: node --version
- uses: actions/setup-node@v6
  with: {node-version: 18}`)

    expect(job.rawLog).toContain(process.version)
    expect(job.conclusion).toBe('failure')
  })
})

describe('with the Results service', () => {
  test('files are uploaded as one artifact from their common folder', async () => {
    await using results = await startResultsService()
    const services = results.environment({ runId: 7 })

    const job = await steps(
      `- run: mkdir -p out/deep && echo a > out/a.txt && echo b > out/deep/b.txt
- id: upload
  uses: actions/upload-artifact@v6
  with:
    name: report
    path: |
      out/*.txt
      out/deep
    retention-days: 3
- uses: actions/upload-artifact@v6
  with: {path: nothing-here, if-no-files-found: error}`,
      { services },
    )

    expect(job.steps[1]?.outputs['artifact-id']).toBe('1')
    expect(job.steps.map(({ conclusion }) => conclusion)).toEqual(['success', 'success', 'failure'])
    expect(results.artifacts()).toMatchObject([{ name: 'report', run: 'run-7' }])
    const [artifact] = results.artifacts()
    const zip = artifact === undefined ? Buffer.alloc(0) : await results.artifactBytes(artifact)
    expect([zip.includes('a.txt'), zip.includes('deep/b.txt'), zip.includes('out/a.txt')]).toEqual([
      true,
      true,
      false,
    ])
    expect(job.log).not.toContain(services.ACTIONS_RUNTIME_TOKEN)
  })
})

describe('cancelling', () => {
  const cancelTimes = { terminateAfter: 200, killAfter: 200 }
  const stubborn = `process.on('SIGINT', () => console.log('got SIGINT')).on('SIGTERM', () => console.log('got SIGTERM'))
setInterval(() => undefined, 1000)
console.log('ready')
`

  test('a process gets SIGINT, then SIGTERM, then is killed; always() still runs', async () => {
    await put('stubborn.mjs', stubborn)

    const job = await steps(
      `- uses: actions/checkout@v6
- run: exec node stubborn.mjs
- run: echo never
- {if: cancelled(), run: echo cleaned up}
- {if: always(), run: 'echo \${{ job.status }}'}`,
      { cancelWhen: 'ready', cancelTimes },
    )

    expect(job.conclusion).toBe('cancelled')
    expect(job.rawLog.split('\n').slice(1)).toEqual([
      'ready',
      'got SIGINT',
      'got SIGTERM',
      'cleaned up',
      'cancelled',
    ])
    expect(job.annotations[0]?.message).toBe('The operation was canceled.')
  })

  test('a process that ends on SIGINT is not signalled again', async () => {
    await put('polite.mjs', stubborn.replace("'got SIGINT')", "'bye') || process.exit(0)"))

    const job = await steps('- uses: actions/checkout@v6\n- run: exec node polite.mjs', {
      cancelWhen: 'ready',
    })

    expect(job.conclusion).toBe('cancelled')
    expect(job.rawLog).toMatch(/ready\nbye$/)
  })

  test('what outlives its job is ended and named', async () => {
    await put('stubborn.mjs', stubborn)

    const job = await steps(`- uses: actions/checkout@v6
- run: |
    setsid node stubborn.mjs > "$RUNNER_TEMP/out" 2>&1 &
    echo $! > "$RUNNER_TEMP/pid"
    until tr '\\0' ' ' < /proc/$!/cmdline | grep -q '^node stubborn'; do :; done`)

    const pid = Number(await readFile(join(dirname(job.workspace), '_temp', 'pid'), 'utf8'))
    expect(job.conclusion).toBe('success')
    expect(job.orphans).toEqual([expect.stringMatching(/node stubborn\.mjs$/)])
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    expect(command).toBe('')
  })
})
