import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type { Subject } from './options.js';
import type { ChainRules, Target } from './rules.js';

/** The rules of a chain as they are. */
export interface PresentRules extends ChainRules {
  /** false: there are rules besides these, some twice, or not in our order. */
  readonly regular: boolean;
}

/** What the packet filter holds of ours, read from `iptables -S`. */
export interface Snapshot {
  /** undefined: there is no chain. */
  readonly rules: PresentRules | undefined;
  /** The rules in INPUT that lead to the chain, as printed after `-A INPUT`. */
  readonly hooks: readonly string[];
  /** The first rule of INPUT, as printed; undefined: there is none. */
  readonly top: string | undefined;
  /** Whether the temporary chain exists, and the rules in INPUT that lead to it. */
  readonly temporary: boolean;
  readonly temporaryHooks: readonly string[];
}

/** Reads the listing of the filter table. Rules of others are left out. */
export function parseListing(listing: string, { chain, temporary }: Subject): Snapshot {
  let rules: string[] | undefined;
  let hasTemporary = false;
  let top: string | undefined;
  const hooks: string[] = [];
  const temporaryHooks: string[] = [];
  const [prefix, input] = [`-A ${chain} `, '-A INPUT '];
  for (const line of listing.split('\n')) {
    if (line.startsWith(prefix)) (rules ??= []).push(line.slice(prefix.length));
    else if (line === `-N ${chain}`) rules ??= [];
    else if (line === `-N ${temporary}`) hasTemporary = true;
    else if (line.startsWith(input)) {
      const rule = line.slice(input.length);
      top ??= rule;
      if (rule.endsWith(` -j ${chain}`)) hooks.push(rule);
      else if (rule.endsWith(` -j ${temporary}`)) temporaryHooks.push(rule);
    }
  }
  return { rules: rules && readRules(rules), hooks, top, temporary: hasTemporary, temporaryHooks };
}

/** Whether a hook as printed is the one we want: it names the protocol's match as well. */
export const isHook = (printed: string, hook: string): boolean =>
  printed === hook || printed === hook.replace('-p udp ', '-p udp -m udp ');

function readRules(printed: readonly string[]): PresentRules {
  const machines = new Set<string>();
  let target: Target | undefined;
  let regular = printed.length > 0;
  for (const rule of printed.slice(0, -1)) {
    const [, , , source, , action, ...more] = rule.split(' ');
    const mac = canonicalMac(source);
    const known = rule.startsWith('-m mac --mac-source ') && (action === 'ACCEPT' || action === 'DROP');
    if (
      !known ||
      mac === undefined ||
      more.length > 0 ||
      machines.has(mac) ||
      (target ?? action) !== action
    ) {
      regular = false;
      continue;
    }
    target = action;
    machines.add(mac);
  }
  return { regular, machines, target: target ?? 'DROP', last: withoutAnswer(printed.at(-1) ?? '') };
}

/** REJECT is printed with the answer it gives, which we leave to the default. */
function withoutAnswer(rule: string): string {
  const answer = rule.indexOf(' --reject-with ');
  return answer < 0 ? rule : rule.slice(0, answer);
}
