import { relative } from 'node:path'
import { TrainError } from '../kernel/errors.ts'
import { code, plain } from '../report/markdown-text.ts'

/** What to show of an error: annotations at the lines to fix, one sentence for the log, Markdown for the summary. */
export interface Explanation {
  annotations: { message: string; file?: string; startLine?: number }[]
  failure: string
  summary: string
}

/** @param workspace GitHub shows an annotation in a file that is named from here */
export function explain(error: unknown, workspace: string): Explanation {
  if (!(error instanceof TrainError)) {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return {
      annotations: [],
      failure: `Something went wrong that nobody planned; please report it with these lines. ${details}`,
      summary:
        '### ❌ Something went wrong that nobody planned\n\nThe log of the step has the details; please report them.\n',
    }
  }
  const annotations = error.problems.map(({ message, file, line }) => ({
    message,
    ...(file === undefined ? {} : { file: relative(workspace, file) }),
    ...(line === undefined ? {} : { startLine: line }),
  }))
  const list = annotations.map(({ message, file, startLine }) => {
    const place =
      file === undefined ? '' : `${code(startLine === undefined ? file : `${file}:${startLine}`)} `
    return `- ${place}${plain(message)}\n`
  })
  return {
    annotations,
    failure: `${error.message} ${error.hint}`,
    summary: `### ❌ ${plain(error.message)}\n\n${list.join('')}${list.length === 0 ? '' : '\n'}${plain(error.hint)}\n`,
  }
}
