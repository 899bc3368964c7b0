import { complete, flag, listOf, optionalText, orNull, text, typed } from '../../json/typed-schema.js';
import { ref } from './ref.js';

const names = listOf(text);

const change = complete({
  hosts_added: names,
  hosts_removed: names,
  groups_added: names,
  groups_removed: names,
  groups_changed: names,
  variables_changed: { ...names, description: 'Names of variables, never values.' },
});

const revision = complete({
  revision: { ...text, description: 'What the revision is called; means nothing by itself.' },
  number: { ...orNull(typed<number>({ type: 'integer', minimum: 1 })), description: 'Counts the writes.' },
  author: optionalText,
  reason: optionalText,
  source: { ...optionalText, description: 'What wrote it.' },
  time: { ...optionalText, description: 'When it was written, ISO 8601.' },
  summary: orNull(ref('InventoryChange', change)),
});

/** Schemas of the answers about the inventory for Ansible. */
export const INVENTORY_SCHEMAS = {
  Inventory: complete({
    revision: { ...optionalText, description: 'The revision; null: nothing is stored.' },
    inventory: typed<object>({
      type: 'object',
      description: 'The document: `_meta.hostvars`, `all`, groups.',
    }),
  }),
  InventoryChange: change,
  InventoryRevision: revision,
  InventoryRevisions: complete({
    revisions: listOf(ref('InventoryRevision', revision)),
    next: { ...optionalText, description: 'The `marker` of the next page; null: there is none.' },
  }),
  InventoryWritten: complete({
    revision: optionalText,
    changed: { ...flag, description: 'false: the document was there already.' },
    summary: ref('InventoryChange', change),
    warnings: listOf(text),
  }),
  NewInventory: complete(
    { inventory: typed<object>({ type: 'object', description: 'The whole document.' }) },
    {
      expected: {
        ...optionalText,
        description:
          'The revision it was made from; null: nothing was stored. Needed unless `force` is true.',
      },
      reason: text,
      force: { ...flag, description: 'true: written whatever is stored.' },
    },
  ),
  InventoryToGenerate: complete(
    {},
    {
      rename: { ...flag, description: 'true: hosts get the present names of their nodes.' },
      expected: { ...optionalText, description: 'The newest revision; left out: any.' },
      reason: text,
      force: flag,
    },
  ),
  InventoryGenerated: complete({
    revision: optionalText,
    changed: { ...flag, description: 'false: the document had all nodes already.' },
    summary: ref('InventoryChange', change),
    warnings: listOf(text),
    nodes: typed<number>({
      type: 'integer',
      minimum: 0,
      description: 'How many introspected nodes there are.',
    }),
    added: listOf(text),
    adopted: listOf(text),
    renamed: listOf(complete({ from: text, to: text })),
    gone: listOf(text),
    notes: listOf(text),
  }),
  InventoryToRestore: complete(
    { revision: text },
    {
      expected: { ...optionalText, description: 'The newest revision; left out: any.' },
      reason: text,
      force: flag,
    },
  ),
} as const;
