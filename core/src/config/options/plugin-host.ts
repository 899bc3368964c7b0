import { integer, list } from '../option.js';

/** The `pluginHost` group: how plugins are found and run. */
export const hostOptions = {
  roots: list(
    [],
    'Folders whose `node_modules` (and those of their parents) are searched. Default: the working directory and the one of core.',
  ),
  timeout: integer(600, 'Seconds a hook may take before the introspection fails.', { minimum: 1 }),
} as const;
