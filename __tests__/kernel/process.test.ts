import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type ProcessRequest, runProcess, tailLength } from '../../src/kernel/process.ts'
import { isGone } from '../../src/kernel/process-group.ts'
import { temporaryFolder } from '../../src/kernel/temporary.ts'

const folder = () => temporaryFolder(tmpdir(), 'process-')

/** Runs a script of the shell's with PATH alone. */
function shell(script: string, more: Partial<ProcessRequest> = {}) {
  return runProcess({
    command: '/bin/sh',
    args: ['-c', script],
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] },
    ...more,
  })
}

/** Whether a process runs; a zombie, which waits only for its parent, does not. */
function runs(pid: string): boolean {
  try {
    process.kill(Number(pid), 0)
    if (process.platform !== 'linux') return true
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}

describe('a command that ends by itself', () => {
  test('gives its exit code and both outputs as lines', async () => {
    const lines: string[] = []

    const result = await shell('echo out; echo err >&2; exit 3', { onLine: line => lines.push(line) })

    expect(result).toMatchObject({ exitCode: 3, signal: null, ended: 'exited', leftBehind: false })
    expect(lines.toSorted()).toEqual(['err', 'out'])
    expect(result.tail).toEqual(lines)
  })

  test('gets its arguments unchanged, without a shell', async () => {
    const argument = '$HOME `id` "q" \'s\' * \\ ü\nsecond line'

    const result = await runProcess({
      command: process.execPath,
      args: ['-e', 'console.log(JSON.stringify(process.argv[1]))', argument],
      cwd: tmpdir(),
      env: {},
    })

    expect(result.tail).toEqual([JSON.stringify(argument)])
  })

  test('sees the environment that was given and nothing of ours', async () => {
    const result = await runProcess({
      command: '/usr/bin/env',
      args: [],
      cwd: tmpdir(),
      env: { ONLY: 'this' },
    })

    expect(result.tail).toEqual(['ONLY=this'])
  })

  test('finds its input closed instead of waiting for it', async () => {
    const result = await shell('cat; echo "read $?"', { timeout: 10_000 })

    expect(result).toMatchObject({ ended: 'exited', tail: ['read 0'] })
  })

  test('is found in the PATH that was given', async () => {
    await using tools = await folder()
    const tool = join(tools.path, 'greet')
    writeFileSync(tool, '#!/bin/sh\necho "hello $1"\n')
    chmodSync(tool, 0o755)

    const result = await runProcess({
      command: 'greet',
      args: ['you'],
      cwd: tmpdir(),
      env: { PATH: tools.path },
    })

    expect(result.tail).toEqual(['hello you'])
  })

  test('names the signal that ended it', async () => {
    const result = await shell('kill -KILL $$')

    expect(result).toMatchObject({ exitCode: null, signal: 'SIGKILL', ended: 'exited' })
  })

  test('leaves a bounded tail of a long output, and every line was seen', async () => {
    let seen = 0

    const result = await shell('i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo "line $i"; done', {
      onLine: () => (seen += 1),
    })

    expect(seen).toBe(5000)
    expect(result.tail).toHaveLength(tailLength)
    expect(result.tail.at(-1)).toBe('line 5000')
  })
})

describe('a command that cannot start', () => {
  /**
   * What is thrown in Node itself: in jest the errors of Node's own modules belong to another realm, where
   * `instanceof Error` does not know them.
   */
  async function startErrorOf(command: string): Promise<unknown> {
    const module = new URL('../../src/kernel/process.ts', import.meta.url).href
    const script = `
      const { runProcess } = await import(${JSON.stringify(module)})
      await runProcess({ command: process.argv[1], args: [], cwd: '/', env: {} }).catch(error => {
        console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }))
      })`
    const { tail } = await runProcess({
      command: process.execPath,
      args: ['--no-warnings', '--input-type=module', '-e', script, command],
      cwd: tmpdir(),
      env: {},
    })
    return JSON.parse(tail.join('\n'))
  }

  test('is named, with what to do', async () => {
    const error = await startErrorOf('./no-such-tool')

    expect(error).toEqual({
      code: 'config',
      message: 'Cannot start ./no-such-tool: there is no such program.',
      hint: expect.stringContaining('Correct the path'),
    })
  })

  test('because it is not executable says that', async () => {
    await using work = await folder()
    const tool = join(work.path, 'tool')
    writeFileSync(tool, '#!/bin/sh\n', { mode: 0o644 })

    const error = await startErrorOf(tool)

    expect(error).toMatchObject({ code: 'config', message: `Cannot start ${tool}: it is not executable.` })
  })

  test('because its folder is missing names the folder and not the command', async () => {
    const missing = join(tmpdir(), 'no-such-folder-here')

    const running = shell('true', { cwd: missing })

    await expect(running).rejects.toMatchObject({
      message: `Cannot start /bin/sh: the folder ${missing} does not exist.`,
    })
  })

  test('because an argument holds a NUL is an error for the user too', async () => {
    const running = runProcess({ command: '/bin/sh', args: ['a\0b'], cwd: tmpdir(), env: {} })

    await expect(running).rejects.toMatchObject({ name: 'TrainError', code: 'config' })
  })
})

describe('the whole group ends', () => {
  /** A child and a grandchild that both only wait; their ids are printed once both exist. */
  const family = 'sh -c \'sleep 60 & echo "$$ $!"; wait\'; true'

  test('when the time limit is over, grandchildren included', async () => {
    const result = await shell(family, { timeout: 1000 })

    expect(result).toMatchObject({ ended: 'timed-out', exitCode: null, signal: 'SIGTERM', leftBehind: false })
    const pids = result.tail.join(' ').split(' ')
    expect(pids).toHaveLength(2)
    expect(pids.filter(runs)).toEqual([])
    expect(result.elapsed).toBeLessThan(10_000)
  })

  test('on an abort', async () => {
    const abort = new AbortController()

    const result = await shell(family, { signal: abort.signal, onLine: () => abort.abort() })

    expect(result.ended).toBe('aborted')
    expect(result.tail.join(' ').split(' ').filter(runs)).toEqual([])
  })

  test('when nothing was heard of it for too long', async () => {
    const result = await shell(`echo one; echo two; ${family}`, { silence: 1000, timeout: 30_000 })

    expect(result.ended).toBe('silent')
    expect(result.tail.slice(0, 2)).toEqual(['one', 'two'])
    expect((result.tail[2] ?? '').split(' ').filter(runs)).toEqual([])
  })

  test('by SIGKILL where SIGTERM is ignored', async () => {
    const script = 'trap "" TERM; sh -c \'trap "" TERM; echo $$; while :; do sleep 0.05; done\''

    const result = await shell(script, { timeout: 1000, grace: 200 })

    expect(result).toMatchObject({ ended: 'timed-out', signal: 'SIGKILL' })
    expect(result.tail).toHaveLength(1)
    expect(result.tail.filter(runs)).toEqual([])
  })

  test('with the last words it has on SIGTERM', async () => {
    const script = 'trap "echo stopped; exit 7" TERM; echo ready; while :; do sleep 0.05; done'

    const result = await shell(script, { timeout: 1000 })

    expect(result).toMatchObject({ ended: 'timed-out', exitCode: 7 })
    expect(result.tail[0]).toBe('ready')
    expect(result.tail.at(-1)).toBe('stopped')
  })

  test('with the command, and a child left in the background is reported', async () => {
    const result = await shell('sleep 60 & echo $!; exit 0', { timeout: 30_000 })

    expect(result).toMatchObject({ ended: 'exited', exitCode: 0, leftBehind: true })
    expect(result.tail).toHaveLength(1)
    expect(result.tail.filter(runs)).toEqual([])
  })

  test('a background child that finishes at once is nothing to report, and its output is there', async () => {
    const result = await shell('(sleep 0.05; echo late) & exit 0')

    expect(result).toMatchObject({ ended: 'exited', leftBehind: false, tail: ['late'] })
  })

  test('when a reader of its lines fails, and that error is thrown', async () => {
    const pids: string[] = []
    const running = shell('sleep 60 & echo $!; wait', {
      onLine: line => {
        pids.push(line)
        throw new Error('the log is full')
      },
    })

    await expect(running).rejects.toThrow('the log is full')
    expect(pids).toHaveLength(1)
    expect(pids.filter(runs)).toEqual([])
  })
})

test('output that comes often enough is no silence', async () => {
  const script = 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo $i; sleep 0.1; done'

  const result = await shell(script, { silence: 1000 })

  expect(result).toMatchObject({ ended: 'exited', exitCode: 0 })
})

test('an abort before the start starts nothing', async () => {
  await using work = await folder()
  const trace = join(work.path, 'trace')

  const result = await shell(`touch ${trace}`, { signal: AbortSignal.abort() })

  expect(result).toMatchObject({ ended: 'aborted', exitCode: null })
  expect(existsSync(trace)).toBe(false)
})

test('a daemon in a session of its own that keeps the output open does not hold up the result', async () => {
  const daemon = `
    const { spawn } = require('node:child_process')
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'inherit' })
    console.log(child.pid)
    child.unref()`

  const result = await runProcess({
    command: process.execPath,
    args: ['-e', daemon],
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] },
    timeout: 30_000,
  })
  const [pid] = result.tail
  process.kill(Number(pid), 'SIGKILL')

  expect(result).toMatchObject({ ended: 'exited', exitCode: 0 })
  expect(result.elapsed).toBeLessThan(10_000)
})

test('the group goes with us when we exit in the middle', async () => {
  const module = new URL('../../src/kernel/process.ts', import.meta.url).href
  const ours = `
    const { runProcess } = await import(${JSON.stringify(module)})
    await runProcess({
      command: '/bin/sh', args: ['-c', 'sleep 60 & echo $$; wait'], cwd: '/', env: { PATH: process.env.PATH },
      onLine: line => { console.log(line); process.exit(0) },
    })`

  const result = await runProcess({
    command: process.execPath,
    args: ['--no-warnings', '--input-type=module', '-e', ours],
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] },
  })

  expect(result).toMatchObject({ ended: 'exited', exitCode: 0 })
  expect(result.tail).toEqual([expect.stringMatching(/^\d+$/)])
  await expect(isGone(Number(result.tail[0]), 10_000)).resolves.toBe(true)
})
