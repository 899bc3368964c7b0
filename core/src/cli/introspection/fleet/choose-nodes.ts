import type { InspectorClient, IntrospectionState } from '@inspector/client';
import type { Condition } from '../../../machines/condition.js';
import type { CliContext } from '../../context.js';
import { readInput } from '../../files.js';
import { machinesWhere } from '../../nodes/where.js';

/** How nodes are chosen that nobody wants to name one by one. */
export interface Choice {
  readonly all?: true;
  /** A file with a node on each line. */
  readonly file?: string;
  readonly state?: readonly IntrospectionState[];
  readonly where?: Condition;
}

/** Whether nodes are chosen at all. */
export const isChoice = ({ all, file, state, where }: Choice): boolean =>
  all === true || file !== undefined || state !== undefined || where !== undefined;

/**
 * The nodes that were named, and those that were chosen; each once. All parts of a choice but the file have to hold. Warns where
 * there are none.
 */
export async function chooseNodes(
  named: readonly string[],
  choice: Choice,
  client: Pick<InspectorClient, 'listAll' | 'machines'>,
  context: CliContext,
): Promise<string[]> {
  const { all, file, state, where } = choice;
  const nodes = [...named];
  if (file !== undefined) nodes.push(...namesIn(await readInput(file, 'nodes', context)));
  if (all || state || where) {
    const meant = where && (await uuidsOf(client, where, context));
    const page = { signal: context.signal, ...(state && { states: state }) };
    for await (const { uuid } of client.listAll(page)) if (meant?.has(uuid) ?? true) nodes.push(uuid);
  }
  if (nodes.length === 0) context.warn(noneFound(choice));
  return [...new Set(nodes)];
}

const noneFound = ({ all, file, state, where }: Choice): string =>
  all || state || where
    ? 'No node was found. Only nodes that were introspected before can be chosen so; name others, or list them in a file for --file.'
    : `No node was found: ${file === '-' ? 'standard input' : (file ?? '')} names none.`;

async function uuidsOf(
  client: Pick<InspectorClient, 'machines'>,
  where: Condition,
  { signal }: CliContext,
): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { uuid } of machinesWhere(client, where, signal)) found.add(uuid);
  return found;
}

/** The first word of each line; empty lines, and what comes after `#`, are left out. */
const namesIn = (text: string): string[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [name = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
    return name === '' ? [] : [name];
  });
