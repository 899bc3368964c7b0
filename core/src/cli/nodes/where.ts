import type { InspectorClient, Machine } from '@inspector/client';
import { readCondition, type Condition } from '../../machines/condition.js';
import { secondCondition } from '../../machines/wrong-condition.js';
import { mistaken } from './mistaken.js';

/**
 * Reads the value of `--where`; throws `InvalidArgumentError` with what is wrong.
 *
 * @param before - the value of the same option earlier on the command line
 */
export const readWhere = (text: string, before?: Condition): Condition =>
  mistaken(() => {
    if (before !== undefined) throw secondCondition();
    return readCondition(text);
  });

/**
 * The machines that meet a condition; default: all. The server chooses them. One of a former version does not know conditions and
 * answers with all machines, so they are looked at here, too.
 */
export async function* machinesWhere(
  client: Pick<InspectorClient, 'machines'>,
  where: Condition | undefined,
  signal: AbortSignal,
): AsyncGenerator<Machine> {
  for await (const machine of client.machines({ signal, ...(where && { where: where.text }) })) {
    if (where?.holds(machine) ?? true) yield machine;
  }
}
