import type { WantedFilterState } from '@inspector/plugin-api';
import type { Subject } from './options.js';

/** What a rule about a machine does with its requests. */
export type Target = 'ACCEPT' | 'DROP';

/** What a chain says: rules about single machines in any order, then one about everybody else. */
export interface ChainRules {
  /** MACs with a rule of their own. */
  readonly machines: ReadonlySet<string>;
  /** What those rules do. */
  readonly target: Target;
  /** The last rule, as written after `-A <chain>`. */
  readonly last: string;
}

/**
 * The rules for a wanted state. While nobody may get a lease everything is rejected; where unknown machines are
 * denied the allowed ones are listed, otherwise the denied ones.
 */
export function rulesFor(wanted: WantedFilterState): ChainRules {
  if (!wanted.active) return { machines: new Set(), target: 'DROP', last: '-j REJECT' };
  if (wanted.unknown === 'deny') return { machines: wanted.allowed, target: 'ACCEPT', last: '-j DROP' };
  return { machines: wanted.denied, target: 'DROP', last: '-j ACCEPT' };
}

/** The rule about one machine, as written after `-A <chain>`. */
export const ruleAbout = (mac: string, target: Target): string => `-m mac --mac-source ${mac} -j ${target}`;

/** The rule in INPUT that sends DHCP requests through a chain, as written after `-A INPUT`. */
export const hookOf = ({ networkInterface, port }: Subject, chain: string): string =>
  `-i ${networkInterface} -p udp --dport ${port} -j ${chain}`;
