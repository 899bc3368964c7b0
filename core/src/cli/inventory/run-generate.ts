import { InspectorError } from '@inspector/plugin-api';
import {
  inventoryChange,
  inventoryDifference,
  isEmptyChange,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { copyJson } from '@inspector/plugin-api/json';
import { generateInventory } from '../../generation/generate.js';
import type { GenerationReport } from '../../reports/generation-report.js';
import { readNodesToGenerate } from '../../server/open-generation.js';
import type { CliContext } from '../context.js';
import { oneLine } from '../table.js';
import { openTarget } from './inventory-target.js';

/** Options of `inspector inventory generate`. */
export interface GenerateOptions {
  readonly rename?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly expected?: string;
  readonly author?: string;
  readonly reason?: string;
  /** Of the group. */
  readonly file?: string;
}

/** Writes introspected nodes into the inventory. */
export async function generate(options: GenerateOptions, context: CliContext): Promise<void> {
  const { rename = false, dryRun = false, json = false } = options;
  if (options.file !== undefined && options.expected !== undefined) {
    throw new InspectorError(
      'INSP_BAD_REQUEST',
      'A file has no revisions: --expected is for the store that the configuration names. Leave one of --file and --expected out.',
    );
  }
  const config = await context.loadConfig();
  const { cwd, signal } = context;
  const { nodes, options: how } = await readNodesToGenerate(config, { cwd, signal });
  const target = await openTarget(options.file, context, { mayBeNew: true });
  try {
    let before: InventoryDocument = {};
    let after: InventoryDocument = {};
    let report: GenerationReport | undefined;
    const apply = (stored: InventoryDocument): InventoryDocument => {
      before = copyJson(stored);
      ({ inventory: after, report } = generateInventory(stored, nodes, how, { rename }));
      return after;
    };
    if (dryRun) apply((await target.load()).inventory);
    else
      await target.change(apply, {
        ...options,
        reason: options.reason ?? 'generated from introspected nodes',
      });
    for (const note of report?.notes ?? []) context.warn(oneLine(note));
    if (json) {
      context.print(JSON.stringify({ ...report, change: inventoryChange(before, after) }, null, 2));
      return;
    }
    for (const line of inventoryDifference(before, after)) context.print(oneLine(line));
    const isSame = isEmptyChange(inventoryChange(before, after));
    const count = nodes.length === 1 ? '1 node' : `${String(nodes.length)} nodes`;
    if (isSame) context.print(`${count}, nothing to change.`);
    else context.print(`${count}. ${dryRun ? 'Nothing was written.' : 'The inventory is written.'}`);
  } finally {
    await target.close();
  }
}
