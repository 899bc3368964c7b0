import type { InspectorClient, Introspection, IntrospectionState } from '@inspector/client';
import type { CliContext } from '../context.js';
import { statusTable } from './status-table.js';

/** Options of `inspector introspection list`. */
export interface ListCommandOptions {
  readonly state?: readonly IntrospectionState[];
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
  const selection = { signal: context.signal, ...(state && { states: state }) };
  for await (const introspection of client.listAll(selection)) {
    found.push(introspection);
    if (found.length >= limit) break;
  }
  if (json) context.print(JSON.stringify(found, null, 2));
  else if (found.length === 0) context.print('No introspections.');
  else for (const line of statusTable(found.map((introspection) => ({ introspection })))) context.print(line);
}
