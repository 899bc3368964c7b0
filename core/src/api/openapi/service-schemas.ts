import type { JsonSchema } from '@inspector/plugin-api';
import { PLUGIN_KINDS } from '@inspector/plugin-api/package';
import { complete, flag, listOf, optionalText, orNull, text } from './building-blocks.js';

const moment: JsonSchema = { type: 'string', format: 'date-time' };
const count: JsonSchema = { type: 'integer', minimum: 0 };
const seconds: JsonSchema = { type: 'number', minimum: 0 };

const lastSync = complete({
  started_at: moment,
  seconds,
  changes: { ...count, description: 'Entries written, added or removed.' },
  allowed: { ...count, description: 'Machines that get a lease by name.' },
  denied: { ...count, description: 'Machines that get none.' },
  unknown: { enum: ['allow', 'deny'], description: 'What all other machines get.' },
});

const machine = complete(
  {
    address: { ...text, description: 'Lower case with colons.' },
    verdict: { enum: ['allow', 'deny', null], description: 'null: nothing has been synchronised yet.' },
    reason: text,
  },
  {
    system: {
      enum: ['allow', 'deny', 'unlisted'],
      description: 'What the DHCP server or firewall itself says; absent where the driver cannot ask it.',
    },
  },
);

/** Schemas of the answers about the service itself: installed plugins and the PXE filter. */
export const SERVICE_SCHEMAS = {
  Plugins: complete({ plugins: listOf({ $ref: '#/components/schemas/Plugin' }) }),
  Plugin: complete(
    {
      name: {
        ...text,
        description: 'Name in the configuration; the id of the package when it offers nothing.',
      },
      group: { ...optionalText, description: 'Group of entry points; null when it cannot be told.' },
      kind: { enum: [...PLUGIN_KINDS, null], description: 'null: the name of the package does not say it.' },
      package: text,
      version: text,
      state: { enum: ['enabled', 'available', 'broken'] },
    },
    {
      reason: { ...text, description: 'Why it is broken or cannot be enabled; the last line is the repair.' },
      code: { ...text, description: 'Code of the error of a broken plugin.' },
    },
  ),
  PxeFilter: complete(
    {
      driver: text,
      state: { enum: ['uninitialized', 'initialized'] },
      sync_period: { ...seconds, description: 'Seconds between periodic synchronisations; 0: none.' },
      deny_unknown_macs: flag,
      last_sync: { ...orNull(lastSync), description: 'The latest complete synchronisation; null: none yet.' },
      last_failure: {
        ...orNull(complete({ at: moment, message: text })),
        description: 'The latest failure, kept until a synchronisation succeeds.',
      },
    },
    { mac: { ...machine, description: 'What one machine gets and why; only where `mac` was given.' } },
  ),
} as const satisfies Record<string, JsonSchema>;
