import { arch, platform } from 'node:os'
import { join } from 'node:path'
import type { CompleteRunOptions } from './run-result.ts'

/** Folders of one job, laid out as on a runner: the workspace is empty until something is checked out. */
export interface JobFolders {
  workspace: string
  temp: string
  toolCache: string
  /** Where the files stand through which steps speak to the runner. */
  commands: string
  eventFile: string
}

export function jobFolders(work: string, job: string): JobFolders {
  const root = join(work, job)
  const temp = join(root, '_temp')
  return {
    workspace: join(root, 'workspace'),
    temp,
    toolCache: join(root, '_tool'),
    commands: join(temp, '_runner_file_commands'),
    eventFile: join(temp, '_github_workflow', 'event.json'),
  }
}

/** The `runner` context ("Contexts reference, runner context"). */
export function runnerContext(folders: JobFolders): Record<string, string> {
  return {
    name: 'GitHub Actions 1',
    os: platform() === 'darwin' ? 'macOS' : 'Linux',
    arch: arch() === 'arm64' ? 'ARM64' : 'X64',
    temp: folders.temp,
    tool_cache: folders.toolCache,
    environment: 'github-hosted',
  }
}

/** What the `github` context holds beside the variables: no process is told these. */
const notInEnvironment = new Set(['token', 'event', 'repositoryUrl', 'secret_source'])
const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'SHELL', 'JAVA_HOME']

/** The default variables of every step ("Variables reference, Default environment variables"). */
export function defaultEnvironment(
  github: Readonly<Record<string, unknown>>,
  runner: Readonly<Record<string, string>>,
  trackingId: string,
): Record<string, string> {
  const env: Record<string, string> = { CI: 'true', GITHUB_ACTIONS: 'true', RUNNER_TRACKING_ID: trackingId }
  for (const name of inherited) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  for (const [name, value] of Object.entries(github)) {
    if (typeof value === 'string' && !notInEnvironment.has(name)) env[`GITHUB_${name.toUpperCase()}`] = value
  }
  for (const [name, value] of Object.entries(runner)) env[`RUNNER_${name.toUpperCase()}`] = value
  return env
}

/** The event's payload as far as the options leave it open, with the `repository` that every event has. */
export function eventPayload(
  options: CompleteRunOptions,
  repository: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const [owner = '', name = ''] = repository.split('/')
  const given = options.event.payload
  return {
    repository: {
      name,
      full_name: repository,
      owner: { login: owner },
      private: true,
      visibility: 'private',
      default_branch: 'main',
    },
    ...(options.event.name === 'workflow_dispatch'
      ? { inputs: Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, String(value)])) }
      : {}),
    ...given,
  }
}

/** The `github` context of a run, before it knows a job; `options.github` wins over every default. */
export function githubContext(
  options: CompleteRunOptions,
  workflow: { name: string; file: string },
): Record<string, string> {
  const repository = options.github.repository ?? 'octo-org/example'
  const ref = options.github.ref ?? 'refs/heads/main'
  const serverUrl = options.github.server_url ?? 'https://github.com'
  return {
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    repository_id: '1296269',
    ref,
    ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'false',
    head_ref: '',
    base_ref: '',
    sha: '0000000000000000000000000000000000000000',
    actor: 'octocat',
    triggering_actor: 'octocat',
    event_name: options.event.name,
    workflow: workflow.name,
    workflow_ref: `${repository}/${workflow.file}@${ref}`,
    run_id: '1001',
    run_number: '1',
    run_attempt: '1',
    retention_days: '90',
    server_url: serverUrl,
    api_url: 'https://api.github.com',
    graphql_url: 'https://api.github.com/graphql',
    token: 'ghs_standInTokenOfThisRun0000000000000',
    ...options.github,
  }
}
