import type { MachineSight } from '@inspector/plugin-api';
import type { Verdict } from './record.js';
import type { Sight } from './sight.js';

/** What the host files say. */
export interface Records {
  /** About the machine itself; undefined: nothing. */
  readonly own: Verdict | undefined;
  /** About every machine without a record of its own; undefined: nothing. */
  readonly everybody: Verdict | undefined;
}

const NO_RECORDS: Records = { own: undefined, everybody: undefined };

/** What a machine gets from the dnsmasq that is seen: a record about the machine itself goes before the one about everybody. */
export function machineSight(server: Sight, { own, everybody }: Records = NO_RECORDS): MachineSight {
  if (server.silent) return { verdict: 'deny', reason: server.reason };
  if (server.follows !== 'yes') return { verdict: 'unknown', reason: server.reason };
  const record = own ?? everybody;
  const about = own === undefined ? 'machines without an entry of their own' : 'this machine';
  if (record === undefined) {
    return {
      verdict: 'allow',
      reason: `${server.reason} Nothing there is about this machine or about all others.`,
    };
  }
  return record === 'deny'
    ? { verdict: 'deny', reason: `${server.reason} It is told to ignore ${about}.` }
    : { verdict: 'allow', reason: `${server.reason} It is told to serve ${about}.` };
}
