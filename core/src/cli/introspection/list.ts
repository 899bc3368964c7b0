import type { InspectorClient, Introspection, IntrospectionState } from '@inspector/client';
import type { CliContext } from '../context.js';
import { watchList } from './watch-list.js';
import { statusTable } from './status-table.js';

/** Options of `inspector introspection list`. */
export interface ListCommandOptions {
  readonly state?: readonly IntrospectionState[];
  readonly limit?: number;
  readonly json?: boolean;
  /** Go on showing them until it is interrupted. */
  readonly watch?: boolean;
}

/** Prints introspections, the newest first: all of them, or as many as asked for. */
export async function listIntrospections(
  { state, limit = Infinity, json, watch }: ListCommandOptions,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  if (watch) return watchList({ states: state, limit }, client, context);
  const found: Introspection[] = [];
  const selection = { signal: context.signal, ...(state && { states: state }) };
  for await (const introspection of client.listAll(selection)) {
    found.push(introspection);
    if (found.length >= limit) break;
  }
  if (json) context.print(JSON.stringify(found, null, 2));
  else if (found.length === 0) context.print('No introspections.');
  else for (const line of statusTable(found.map((introspection) => ({ introspection })))) context.print(line);
}
