import type { InspectorClient, Introspection, IntrospectionState } from '@inspector/client';
import type { CliContext } from '../context.js';
import { statusTable } from './status-table.js';

/** Options of `inspector introspection list`. */
export interface ListCommandOptions {
  readonly state?: readonly string[];
  readonly limit?: number;
  readonly json?: boolean;
}

/** Prints introspections, the newest first: all of them, or as many as asked for. */
export async function listIntrospections(
  { state, limit = Infinity, json }: ListCommandOptions,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  const found: Introspection[] = [];
  // The server checks the names of states, and says which are wrong.
  const states = state as readonly IntrospectionState[] | undefined;
  for await (const introspection of client.listAll({ signal: context.signal, ...(states && { states }) })) {
    found.push(introspection);
    if (found.length >= limit) break;
  }
  if (json) context.print(JSON.stringify(found, null, 2));
  else if (found.length === 0) context.print('No introspections.');
  else for (const line of statusTable(found.map((introspection) => ({ introspection })))) context.print(line);
}
