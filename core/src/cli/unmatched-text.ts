import type { UnmatchedMachine } from '@inspector/client';
import { nodeText } from './node-text.js';
import { shortTime } from './short-time.js';
import { oneLine } from './table.js';

/** What `inspector unmatched` prints for people. */
export function unmatchedLines(machines: readonly UnmatchedMachine[]): string[] {
  if (machines.length === 0) return ['No post is known that matched no node.'];
  return machines.flatMap((machine, index) => [...(index === 0 ? [] : ['']), ...machineLines(machine)]);
}

function machineLines(machine: UnmatchedMachine): string[] {
  const { posts, address, macs, bmc_addresses: bmc, reason, nearest } = machine;
  const times = `${shortTime(machine.last_seen)} UTC${posts === 1 ? '' : ` (${posts} posts since ${shortTime(machine.first_seen)})`}`;
  return [
    `${times} from ${address ?? 'an unknown address'}`,
    row('MAC', listed(macs)),
    row('BMC', listed(bmc)),
    row('Reason', oneLine(reason)),
    row(
      'Nearest',
      nearest ? `node ${nodeText(nearest)}: ${nearest.reason}` : 'no node that waits is like it',
    ),
  ];
}

const row = (title: string, text: string): string => `  ${`${title}:`.padEnd(9)}${text}`;
const listed = (values: readonly string[]): string => (values.length === 0 ? 'none' : values.join(', '));
