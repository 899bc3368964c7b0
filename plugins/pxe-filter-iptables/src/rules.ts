import type { WantedFilterState } from '@inspector/core';
import type { Subject } from './options.js';

/** What a chain says: rules about single machines in any order, then one about everybody else. */
export interface ChainRules {
  readonly machines: ReadonlySet<string>;
  readonly last: string;
}

/**
 * The rules for a wanted state, as written after `-A <chain>`. While nobody may get a lease everything is
 * rejected; where unknown machines are denied the allowed ones are listed, otherwise the denied ones.
 */
export function rulesFor(wanted: WantedFilterState): ChainRules {
  if (!wanted.active) return { machines: new Set(), last: '-j REJECT' };
  if (wanted.unknown === 'deny') {
    return { machines: rulesOf(wanted.allowed, 'ACCEPT'), last: '-j DROP' };
  }
  return { machines: rulesOf(wanted.denied, 'DROP'), last: '-j ACCEPT' };
}

/** The rule in INPUT that sends DHCP requests through a chain, as written after `-A INPUT`. */
export const hookOf = ({ networkInterface, port }: Subject, chain: string): string =>
  `-i ${networkInterface} -p udp --dport ${port} -j ${chain}`;

function rulesOf(macs: ReadonlySet<string>, target: 'ACCEPT' | 'DROP'): ReadonlySet<string> {
  return new Set([...macs].map((mac) => `-m mac --mac-source ${mac} -j ${target}`));
}
