import { settingsMark } from '../settings.ts'

/** Begins the text in the tool's file that a self-update counts up. */
const revisionPrefix = 'standin-revision:'

/** How often this file has replaced itself. */
export const revision = Number('standin-revision:0'.slice(revisionPrefix.length))

/** The mark, or the settings file's path behind it once the tool is put into a pack. */
export const settingsPath = settingsMark

/** Versions of public logs, then invented ones. */
export const toolVersion = ['1.7.15', '1.7.20'][revision] ?? `1.8.${revision}`

/** The tool's text one revision later. */
export function nextRevision(text: string): string {
  return text.replaceAll(`${revisionPrefix}${revision}`, `${revisionPrefix}${revision + 1}`)
}
