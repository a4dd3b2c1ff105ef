/**
 * A preload (`node --import`) for GitHub's workflow parser and language service: they import JSON files without
 * the import attribute that Node asks for.
 */
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, next) =>
    next(
      url,
      url.endsWith('.json') ? { ...context, format: 'json', importAttributes: { type: 'json' } } : context,
    ),
})
