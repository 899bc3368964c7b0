import { type Facts, type Part, type PartKind, PLACES } from './types.js';

/** What tells a machine from another one of the same build, or says how it is cabled today. */
const OF_ONE_MACHINE: ReadonlySet<string> = new Set([
  ...['serial', 'wwn', 'mac', 'uuid', 'address', 'v6_address'],
  ...['link', 'speed_mbps', 'switch', 'switch_port'],
]);
/** Kinds of parts of which nothing is left then. */
const OWN_KINDS: ReadonlySet<PartKind> = new Set(['bmc']);

/**
 * The parts of a machine as far as machines of one class have them alike: how many of each model, size and firmware; no
 * serial numbers and addresses, and no matter where they are plugged. The place is only what a part is called.
 */
export const classParts = (parts: readonly Part[]): Part[] =>
  parts
    .filter(({ kind }) => !OWN_KINDS.has(kind))
    .map(({ kind, facts, places, label }) => {
      const place = PLACES.map((name) => places[name]).find((value) => value !== undefined);
      const name = place === undefined ? label : String(place);
      return {
        ...{ kind, facts: shared(facts), identity: [], places: {} },
        ...(name === undefined ? {} : { label: name }),
      };
    });

const shared = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !OF_ONE_MACHINE.has(name)));
