import type { DhcpServerSight, MachineSight } from '@inspector/plugin-api';
import type { Listing } from './listing.js';
import type { Subject } from './options.js';
import type { TableContent } from './table.js';

/** What is to be seen of our table. */
export interface SeenTable {
  /** undefined: there is no table. */
  readonly listing: Listing | undefined;
  /** What happens to machines in neither set; undefined: the table is not as we have made it. */
  readonly rest: TableContent['rest'] | undefined;
  /** Whether the interface of the DHCP server is there; otherwise no rule ever matches. */
  readonly hasInterface: boolean;
}

/** Whether DHCP requests go through our table. Whether a DHCP server gets them is not looked at. */
export function tableSight(subject: Subject, { listing, rest, hasInterface }: SeenTable): DhcpServerSight {
  const { table, networkInterface } = subject;
  if (!hasInterface) {
    const reason = `There is no interface ${networkInterface}, so the rules match nothing. Correct iptables.dnsmasqInterface.`;
    return { follows: 'no', reason };
  }
  if (listing === undefined) {
    const reason = `There is no table ${table}, so nothing keeps a machine from a DHCP server. The next synchronisation makes it.`;
    return { follows: 'no', reason };
  }
  if (rest === undefined) {
    const reason = `The table ${table} was changed by another program. The next synchronisation makes it anew.`;
    return { follows: 'no', reason };
  }
  return {
    follows: 'yes',
    reason: `DHCP requests on ${networkInterface} go through the table ${table}. Whether a DHCP server gets them was not looked at.`,
  };
}

/** What our table does with the DHCP requests of a machine. */
export function machineSight(mac: string, subject: Subject, seen: SeenTable): MachineSight {
  const { listing, rest, hasInterface } = seen;
  const { table } = subject;
  if (!hasInterface || (listing !== undefined && rest === undefined)) {
    return { verdict: 'unknown', reason: tableSight(subject, seen).reason };
  }
  if (listing === undefined) return { verdict: 'allow', reason: tableSight(subject, seen).reason };
  if (listing.denied.has(mac)) return { verdict: 'deny', reason: `It is denied in the table ${table}.` };
  if (listing.allowed.has(mac)) return { verdict: 'allow', reason: `It is allowed in the table ${table}.` };
  return rest === 'drop'
    ? { verdict: 'deny', reason: `The table ${table} drops requests of machines that it does not list.` }
    : { verdict: 'allow', reason: `The table ${table} accepts requests of machines that it does not list.` };
}
