import type { InspectorClient } from '@inspector/client';
import type { CliContext } from '../context.js';
import { forEachNode, report } from './outcomes.js';
import { firstReason } from './first-reason.js';
import { nodeLabel } from './node-label.js';
import { hookTable, statusTable } from './status-table.js';

/** Options of `inspector introspection status`. */
export interface StatusOptions {
  readonly hooks?: boolean;
  readonly json?: boolean;
}

/** Nodes whose failure is explained: whoever asks for more of them looks for something else. */
const MOST_EXPLAINED = 20;

/** Prints how the introspections of nodes stand, why they failed or wait for long and, if asked for, how each of their hooks went. */
export async function showStatus(
  nodes: readonly string[],
  options: StatusOptions,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  const { signal } = context;
  const outcomes = await forEachNode(nodes, async (node) => {
    const introspection = await client.status(node, { signal });
    const isExplained = options.json !== true && nodes.length <= MOST_EXPLAINED;
    const why = isExplained ? await firstReason(node, introspection, client, signal) : undefined;
    const found = { introspection, ...(why !== undefined && { why }) };
    if (!options.hooks) return found;
    return { ...found, hooks: await client.hookResults(introspection.uuid, { signal }) };
  });
  report(outcomes, context, options.json === true, (succeeded) => {
    const rows = succeeded.flatMap(({ node, introspection }) =>
      introspection ? [{ name: node, introspection }] : [],
    );
    for (const line of statusTable(rows)) context.print(line);
    for (const { name, introspection } of rows) {
      const { step, queue } = introspection;
      const place = queue === undefined ? '' : ` (${String(queue.position)} of ${String(queue.length)})`;
      if (step !== undefined) context.print(`${nodeLabel(name, introspection)}: ${step}${place}`);
    }
    for (const { why } of succeeded) if (why !== undefined) context.print(why);
    for (const { node, hooks } of succeeded) {
      if (!hooks) continue;
      context.print();
      context.print(hooks.length === 0 ? `${node}: no hooks have run` : `${node}:`);
      if (hooks.length > 0) for (const line of hookTable(hooks)) context.print(line);
    }
  });
}
