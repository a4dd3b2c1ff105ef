import manifest from '../../package.json' with { type: 'json' }

/** The version of update-train: package.json's. */
export const { version } = manifest
