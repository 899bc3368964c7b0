import { PLUGIN_KINDS } from '@inspector/plugin-api/package';
import { complete, oneOf, optionalText, text, typed, type ValueOf } from '../json/typed-schema.js';

/** What became of an installed plugin. */
export const PLUGIN_REPORT = complete(
  {
    name: {
      ...text,
      description: 'Name in the configuration; the id of the package when it offers nothing.',
    },
    group: { ...optionalText, description: 'Group of entry points; null when it cannot be told.' },
    kind: {
      ...oneOf(...PLUGIN_KINDS, null),
      description: 'null: the name of the package does not say it.',
    },
    package: text,
    version: text,
    state: {
      ...oneOf('enabled', 'available', 'broken', 'disabled', 'denied'),
      description:
        '`denied`: the configuration leaves its package out. `disabled`: it failed where nobody catches it, and is not used any more until the next start.',
    },
  },
  {
    reason: {
      ...text,
      description:
        'Why it is broken or cannot be enabled, and the last line is the repair; or the last error that it let escape.',
    },
    code: { ...text, description: 'Code of that error.' },
    faults: {
      ...typed<number>({ type: 'integer', minimum: 1 }),
      description: 'Errors in timers, events and promises without await since the start; absent: none.',
    },
  },
);

/** What became of an installed plugin: in use, installed but not in use, not usable, or not used any more. Ready for JSON. */
export type PluginReport = ValueOf<typeof PLUGIN_REPORT>;
