import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type { WantedFilterState } from '@inspector/plugin-api';
import { UNKNOWN_HOSTS, type FolderState } from './host-folder.js';
import type { Verdict } from './record.js';

/** A file to write. */
export interface Step {
  readonly name: string;
  readonly verdict: Verdict;
}

/** The files to write, in the order in which they have to be written. */
export interface Plan {
  /** Machines that had access and lose it, and the machines on introspection: not to be delayed. */
  readonly urgent: readonly Step[];
  /** Machines that were not listed before: harmless to spread over time while opening waits. */
  readonly bulk: readonly Step[];
  /** What lets more machines in; only once all of the above is done. */
  readonly opening: readonly Step[];
}

/**
 * Compares the folder with what is wanted. Nothing is ever more open than wanted while the steps are carried
 * out in order: whatever closes comes first, what opens for machines in general comes last. Machines that
 * left the bare metal service keep their file, which then says what holds for unknown machines: dnsmasq would
 * not notice that it is gone.
 */
export function plan(wanted: WantedFilterState, present: FolderState): Plan {
  const closing: Step[] = [];
  const allowed: Step[] = [];
  const bulk: Step[] = [];
  const opening: Step[] = [];
  const everybody = { name: UNKNOWN_HOSTS, verdict: wanted.unknown };
  if (present.everybody !== wanted.unknown) (wanted.unknown === 'deny' ? closing : opening).push(everybody);

  for (const name of new Set([...wanted.allowed, ...wanted.denied, ...present.machines.keys()])) {
    const mac = canonicalMac(name) ?? name;
    const now = present.machines.get(name);
    if (wanted.allowed.has(mac)) {
      if (now !== 'allow') allowed.push({ name, verdict: 'allow' });
    } else if (wanted.denied.has(mac) || wanted.unknown === 'deny') {
      if (now !== 'deny') (now === 'allow' ? closing : bulk).push({ name, verdict: 'deny' });
    } else if (now !== 'allow') {
      opening.push({ name, verdict: 'allow' });
    }
  }
  return { urgent: [...closing, ...allowed], bulk, opening };
}
