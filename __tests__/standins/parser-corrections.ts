/**
 * A preload for the runner that corrects two places of GitHub's packages (0.3.61), where they serve an editor
 * and differ from what GitHub's service does with the same workflow:
 * - the lexer turns only the first `''` of a text into `'`, so `${{ }}` amid text with several quotes breaks;
 * - a block scalar with `${{ }}` in it keeps the indentation it has in the file.
 * Throws when a place is not as it was: look at the new version then, and drop what it does right by itself.
 */
import { registerHooks } from 'node:module'

const corrections = [
  {
    file: '@actions/expressions/dist/lexer.js',
    wrong: `value.replace("''", "'")`,
    right: `value.replaceAll("''", "'")`,
  },
  {
    file: '@actions/workflow-parser/dist/templates/template-reader.js',
    wrong: 'isSingleLine ? token.value : token.source ?? token.value',
    right: 'token.value',
  },
]

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const correction = corrections.find(({ file }) => url.endsWith(file))
    if (correction === undefined) return loaded
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    if (!source.includes(correction.wrong)) throw new Error(`${correction.file} is not as it was corrected.`)
    return { ...loaded, source: source.replace(correction.wrong, correction.right) }
  },
})
