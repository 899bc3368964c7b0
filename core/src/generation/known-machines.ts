import type { Json } from '@inspector/plugin-api';
import { hostVarsOf, type InventoryDocument } from '@inspector/plugin-api/inventory';
import {
  identityScore,
  isSerial,
  member,
  SAME_MACHINE,
  type HardwareIdentity,
} from '@inspector/plugin-api/ramdisk-data';

/**
 * Finds hosts that are the same machine under another node: somebody deleted a node and enrolled its machine again.
 *
 * @param added - new hosts
 * @param gone - hosts whose node is gone
 * @returns a sentence for each new host that is such a machine
 */
export function knownMachines(
  document: InventoryDocument,
  {
    added,
    gone,
    prefix,
  }: { readonly added: readonly string[]; readonly gone: readonly string[]; readonly prefix: string },
): string[] {
  const identityOf = (host: string): HardwareIdentity =>
    identityOfVariables(member(hostVarsOf(document), host), prefix);
  const identities = new Map(gone.map((host) => [host, identityOf(host)]));
  const bySign = new Map<string, string[]>();
  for (const [host, identity] of identities) {
    for (const sign of signsOf(identity)) bySign.set(sign, [...(bySign.get(sign) ?? []), host]);
  }
  return added.flatMap((host) => {
    const identity = identityOf(host);
    const candidates = [...new Set(signsOf(identity).flatMap((sign) => bySign.get(sign) ?? []))].sort();
    const same = candidates.find((other) => {
      const known = identities.get(other);
      return known !== undefined && identityScore(identity, known) >= SAME_MACHINE;
    });
    return same === undefined
      ? []
      : [
          `The new host ${host} is the machine of the host ${same}, whose node is gone. Remove ${same} if it is not needed`,
        ];
  });
}

/** By what a machine may be found again. */
const signsOf = ({ serial, macs }: HardwareIdentity): string[] => [
  ...macs,
  ...(serial === undefined ? [] : [serial]),
];

function identityOfVariables(vars: Json | undefined, prefix: string): HardwareIdentity {
  const serial = member(vars, `${prefix}serial`);
  const vendor = member(vars, `${prefix}vendor`);
  const macs = member(vars, `${prefix}macs`);
  return {
    ...(isSerial(serial) && {
      serial: `${typeof vendor === 'string' ? vendor : ''} ${serial}`.trim().toLowerCase(),
    }),
    disks: [],
    macs: Array.isArray(macs) ? macs.filter((mac) => typeof mac === 'string') : [],
  };
}
