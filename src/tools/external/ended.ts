import { TrainError } from '../../kernel/errors.ts'

/**
 * For tools that WSO2 has ended (7 March 2023: "decommissioned completely", WSO2 docs-updates, *WUM decommission*): where
 * their service does not answer, the error names the way to the tool that followed.
 */
export async function withWayOn<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TrainError) || error.code !== 'unreachable') throw error
    throw new TrainError('unreachable', error.message, {
      hint: `WSO2 ended ${name} in March 2023, so its service may be gone for good. The way on is Updates 2.0: put wso2update_linux into bin/ of the pack (https://updates.docs.wso2.com), or name it with \`tool-path\`, and set \`tool: u2\`. If it is the network: ${error.hint}`,
      cause: error,
    })
  }
}
