import type { NearestNode, WaitingMac } from '../db/types.js';

/** Digits two MAC addresses may differ in to be called near: a slip of the pen, or the next port of the same card. */
const NEAR = 3;

/** In how many of their hexadecimal digits two canonical MAC addresses differ. */
function differences(one: string, other: string): number {
  let count = 0;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) count++;
  return count;
}

/**
 * The node that waits for data and is most like a machine: one with a MAC address that differs in three digits at
 * most, else the only one that waits.
 *
 * @param macs - of the machine, canonical
 * @param waiting - nodes that wait, at least one entry each
 */
export function nearestNode(macs: readonly string[], waiting: readonly WaitingMac[]): NearestNode | null {
  let least = NEAR + 1;
  let nearest: NearestNode | null = null;
  for (const { uuid, name, mac } of waiting) {
    if (mac === null) continue;
    for (const posted of macs) {
      const digits = differences(mac, posted);
      if (digits >= least) continue;
      least = digits;
      const count = digits === 1 ? '1 digit' : `${digits} digits`;
      nearest = { uuid, ...named(name), reason: `its MAC address ${mac} differs from ${posted} in ${count}` };
    }
  }
  return nearest ?? onlyOne(waiting);
}

const named = (name: string | null): { readonly name?: string } => (name === null ? {} : { name });

function onlyOne(waiting: readonly WaitingMac[]): NearestNode | null {
  const [first] = waiting;
  if (first === undefined || waiting.some(({ uuid }) => uuid !== first.uuid)) return null;
  return { uuid: first.uuid, ...named(first.name), reason: 'no other node waits for data' };
}
