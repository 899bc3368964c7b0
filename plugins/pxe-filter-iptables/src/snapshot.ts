import type { Subject } from './options.js';

/** What the packet filter holds of ours, read from `iptables -S`. */
export interface Snapshot {
  /** Rules of the chain in their order, as written after `-A <chain>`; undefined: there is no chain. */
  readonly rules: readonly string[] | undefined;
  /** The rules in INPUT that lead to the chain, as printed after `-A INPUT`. */
  readonly hooks: readonly string[];
  /** Whether the temporary chain exists, and the rules in INPUT that lead to it. */
  readonly temporary: boolean;
  readonly temporaryHooks: readonly string[];
}

/** Reads the listing of the filter table. Rules of others are left out. */
export function parseListing(listing: string, { chain, temporary }: Subject): Snapshot {
  let rules: string[] | undefined;
  let hasTemporary = false;
  const hooks: string[] = [];
  const temporaryHooks: string[] = [];
  const [prefix, input] = [`-A ${chain} `, '-A INPUT '];
  for (const line of listing.split('\n')) {
    if (line === `-N ${chain}`) rules ??= [];
    else if (line === `-N ${temporary}`) hasTemporary = true;
    else if (line.startsWith(prefix)) (rules ??= []).push(normalise(line.slice(prefix.length)));
    else if (line.startsWith(input)) {
      const rule = line.slice(input.length);
      if (rule.endsWith(` -j ${chain}`)) hooks.push(rule);
      else if (rule.endsWith(` -j ${temporary}`)) temporaryHooks.push(rule);
    }
  }
  return { rules, hooks, temporary: hasTemporary, temporaryHooks };
}

/** Whether a hook as printed is the one we want: it names the protocol's match as well. */
export const isHook = (printed: string, hook: string): boolean =>
  printed === hook || printed === hook.replace('-p udp ', '-p udp -m udp ');

/** Spells a printed rule as we write it: MACs in lower case, no default answer of REJECT. */
function normalise(rule: string): string {
  const words = rule.split(' ');
  const source = words.indexOf('--mac-source') + 1;
  if (source > 0) words[source] = (words[source] ?? '').toLowerCase();
  const answer = words.indexOf('--reject-with');
  if (answer >= 0) words.splice(answer, 2);
  return words.join(' ');
}
