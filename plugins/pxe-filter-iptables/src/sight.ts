import type { DhcpServerSight, MachineSight } from '@inspector/plugin-api';
import type { Subject } from './options.js';
import { hookOf } from './rules.js';
import { isHook, type Snapshot } from './snapshot.js';

/** What is to be seen of our chain. */
export interface SeenChain {
  readonly snapshot: Snapshot;
  /** Whether the interface of the DHCP server is there; otherwise no rule ever matches. */
  readonly hasInterface: boolean;
}

type Fault = { readonly open: boolean; readonly reason: string };

/** Whether DHCP requests go through our chain. Whether a DHCP server gets them is not looked at. */
export function chainSight(subject: Subject, seen: SeenChain): DhcpServerSight {
  const fault = faultOf(subject, seen);
  if (fault) return { follows: 'no', reason: fault.reason };
  const { chain, networkInterface } = subject;
  const reason = `DHCP requests on ${networkInterface} go through the chain ${chain}. Whether a DHCP server gets them was not looked at.`;
  return { follows: 'yes', reason };
}

/** What our chain does with the DHCP requests of a machine. */
export function machineSight(mac: string, subject: Subject, seen: SeenChain): MachineSight {
  const fault = faultOf(subject, seen);
  if (fault) return { verdict: fault.open ? 'allow' : 'unknown', reason: fault.reason };
  const { rules } = seen.snapshot;
  const { chain } = subject;
  if (rules?.machines.has(mac)) {
    return rules.target === 'DROP'
      ? { verdict: 'deny', reason: `The chain ${chain} drops its requests.` }
      : { verdict: 'allow', reason: `The chain ${chain} accepts its requests.` };
  }
  return rules?.last === '-j ACCEPT'
    ? { verdict: 'allow', reason: `The chain ${chain} accepts requests of machines that it does not list.` }
    : { verdict: 'deny', reason: `The chain ${chain} refuses requests of machines that it does not list.` };
}

function faultOf(subject: Subject, { snapshot, hasInterface }: SeenChain): Fault | undefined {
  const { chain, networkInterface } = subject;
  const { rules, hooks, top } = snapshot;
  if (!hasInterface) {
    const reason = `There is no interface ${networkInterface}, so the rules match nothing. Correct iptables.dnsmasqInterface.`;
    return { open: false, reason };
  }
  const hook = hookOf(subject, chain);
  if (!rules || !hooks.some((each) => isHook(each, hook))) {
    const reason = `No rule leads to the chain ${chain}, so nothing keeps a machine from a DHCP server. The next synchronisation puts it right.`;
    return { open: true, reason };
  }
  if (!rules.regular || !/^-j (ACCEPT|DROP|REJECT)$/.test(rules.last)) {
    const reason = `The chain ${chain} was changed by another program. The next synchronisation puts it right.`;
    return { open: false, reason };
  }
  if (!isHook(top ?? '', hook)) {
    const reason = `Another rule stands in INPUT before the one that leads to the chain ${chain}, and may decide first: ${top ?? ''}.`;
    return { open: false, reason };
  }
  return undefined;
}
