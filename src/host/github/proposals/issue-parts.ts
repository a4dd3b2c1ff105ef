import { messageOf, TrainError } from '../../../kernel/errors.ts'
import type { Proposals } from '../../proposals.ts'
import type { Client } from './client.ts'
import { isPassing } from './refusals.ts'

type IssueParts = Pick<Proposals, 'label' | 'assign' | 'commentOnce'>

/** What a pull request has as an issue: labels, people, a milestone, comments. */
export function issuePartsOf(client: Client): IssueParts {
  const { owner, repository: repo } = client.runner
  const write = 'write pull requests'
  /** Gives the error that was only worth a warning. */
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<TrainError | null> => {
    try {
      await work()
      return null
    } catch (error) {
      if (!(error instanceof TrainError)) throw error
      client.log.warning(`${what} could not be set on the pull request: ${messageOf(error)}`)
      return error
    }
  }
  return {
    label: async ({ number: issue_number, labels: has }, wanted, unwanted) => {
      const labels = wanted.filter(label => !has.includes(label))
      const failed =
        labels.length === 0
          ? null
          : await attempt('Labels', () =>
              client.call(write, api => api.rest.issues.addLabels({ owner, repo, issue_number, labels })),
            )
      for (const name of unwanted.filter(label => has.includes(label)))
        await attempt('Labels', () =>
          client.tryCall(write, [404], api =>
            api.rest.issues.removeLabel({ owner, repo, issue_number, name }),
          ),
        )
      return failed === null || isPassing(failed)
    },
    assign: async ({ number }, { reviewers: names, assignees, milestone }) => {
      const reviewers = names.filter(name => !name.includes('/'))
      const team_reviewers = names.flatMap(name => (name.includes('/') ? (name.split('/')[1] ?? []) : []))
      if (names.length > 0)
        await attempt('Reviewers', () =>
          client.call(write, api =>
            api.rest.pulls.requestReviewers({ owner, repo, pull_number: number, reviewers, team_reviewers }),
          ),
        )
      const issue = { owner, repo, issue_number: number }
      if (assignees.length > 0)
        await attempt('Assignees', () =>
          client.call(write, api => api.rest.issues.addAssignees({ ...issue, assignees: [...assignees] })),
        )
      if (milestone !== null)
        await attempt('The milestone', async () => {
          const found = await milestoneNumber(milestone)
          await client.call(write, api => api.rest.issues.update({ ...issue, milestone: found }))
        })
    },
    commentOnce: async ({ number: issue_number }, marker, text) => {
      const said = await client.call('read pull requests', api =>
        api.paginate(api.rest.issues.listComments, { owner, repo, issue_number, per_page: 100 }),
      )
      if (said.some(({ body }) => body?.includes(marker) === true)) return
      const body = `${text}\n\n${marker}`
      await client.call(write, api => api.rest.issues.createComment({ owner, repo, issue_number, body }))
    },
  }

  async function milestoneNumber(milestone: string): Promise<number> {
    if (/^\d+$/.test(milestone)) return Number(milestone)
    const open = await client.call('read pull requests', api =>
      api.paginate(api.rest.issues.listMilestones, { owner, repo, per_page: 100 }),
    )
    const found = open.find(({ title }) => title === milestone)
    if (found !== undefined) return found.number
    throw new TrainError('config', `There is no open milestone ${milestone}.`, {
      hint: 'Correct `milestone`, or make it.',
    })
  }
}
