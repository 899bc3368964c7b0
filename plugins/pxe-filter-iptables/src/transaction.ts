import type { Difference } from './difference.js';
import type { Subject } from './options.js';
import { hookOf, ruleAbout, type ChainRules } from './rules.js';

/**
 * Writes a change as input of `iptables-restore --noflush`, which carries it out as a whole or not at all: no
 * packet meets a half-built chain. A line `:<chain> - [0:0]` empties the chain or makes it.
 */
export function transactionOf(difference: Difference, wanted: ChainRules, subject: Subject): string {
  const { chain, temporary } = subject;
  const lines = ['*filter'];
  if (difference.rules) {
    lines.push(...difference.rules.add.map((rule) => `-I ${chain} ${rule}`));
    lines.push(...difference.rules.remove.map((rule) => `-D ${chain} ${rule}`));
  } else {
    lines.push(`:${chain} - [0:0]`);
    for (const mac of wanted.machines) lines.push(`-A ${chain} ${ruleAbout(mac, wanted.target)}`);
    lines.push(`-A ${chain} ${wanted.last}`);
  }
  // Removed first: what is removed is the first rule that looks like it, which would be the new one.
  lines.push(...difference.superfluous.map((rule) => `-D INPUT ${rule}`));
  if (difference.hook) lines.push(`-I INPUT ${hookOf(subject, chain)}`);
  if (difference.temporary) lines.push(`-F ${temporary}`, `-X ${temporary}`);
  return [...lines, 'COMMIT', ''].join('\n');
}
