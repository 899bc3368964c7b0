import { PLUGIN_KINDS } from '@inspector/plugin-api/package';
import { complete, oneOf, optionalText, text, type ValueOf } from '../json/typed-schema.js';

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
    state: oneOf('enabled', 'available', 'broken'),
  },
  {
    reason: { ...text, description: 'Why it is broken or cannot be enabled; the last line is the repair.' },
    code: { ...text, description: 'Code of the error of a broken plugin.' },
  },
);

/** What became of an installed plugin: in use, installed but not in use, or not usable. Ready for JSON. */
export type PluginReport = ValueOf<typeof PLUGIN_REPORT>;
