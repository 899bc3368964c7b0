import type { MacVerdict } from '../reports/pxe-filter-status.js';
import type { MachineSight } from '../reports/machine-sight.js';
import { recordIn, seenNode, storedIn, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at } from './moments.js';

/** What conductors that could be asked see. */
export const sightsIn = ({ sights }: Facts): readonly MachineSight[] =>
  sights.flatMap((one) => ('sight' in one ? [one.sight] : []));

/** A conductor in a sentence. */
export const conductorName = ({ host, process }: Pick<MachineSight, 'host' | 'process'>): string =>
  `conductor ${host} (process ${process})`;

/** One card of the machine as one conductor sees it. */
interface Seen {
  readonly sight: MachineSight;
  readonly card: MacVerdict;
}

/** What keeps a machine that boots from getting an address, of what can be seen of the PXE filter and the DHCP server. */
export function whyNoLease(facts: Facts): Finding[] {
  const seen = sightsIn(facts).flatMap((sight) =>
    bootCards(sight, facts).map((card): Seen => ({ sight, card })),
  );
  return [...noLease(seen, facts), ...filterFaults(facts), ...denied(seen, facts), ...unseen(seen)];
}

/** Cards that the machine may boot from: all, where the bare metal service does not say. */
export function bootCards({ filter }: MachineSight, facts: Facts): readonly MacVerdict[] {
  const ports = seenNode(facts)?.ports ?? [];
  const boot = new Set(ports.filter(({ pxe_enabled: boots }) => boots).map(({ address }) => address));
  if (facts.mac !== null) return filter.machines.filter(({ address }) => address === facts.mac);
  const some = filter.machines.filter(({ address }) => boot.has(address));
  return some.length > 0 ? some : filter.machines;
}

/** Cards that should get a lease and are seen to get none. */
function noLease(seen: readonly Seen[], facts: Facts): Finding[] {
  const shut = seen.filter(({ card }) => card.verdict === 'allow' && card.system === 'deny');
  if (shut.length === 0) return [];
  const all = shut.length === seen.length && shut.length > 0 && facts.sights.every((one) => 'sight' in one);
  return perConductor(shut).map(([sight, cards]) =>
    finding(
      'WHY_NO_LEASE',
      all ? 'likely' : 'possible',
      `${addresses(cards)} should get a lease and gets none at ${conductorName(sight)}: ${cards[0]?.system_reason ?? 'it was measured'}`,
    ),
  );
}

/** What is wrong with filters and DHCP servers as a whole. */
const filterFaults = (facts: Facts): Finding[] =>
  sightsIn(facts).flatMap((sight) => {
    const { last_failure: failure, state, last_sync: sync, dhcp_server: server, driver } = sight.filter;
    const last =
      sync === null
        ? 'none has succeeded yet'
        : `the last one that succeeded began at ${at(sync.started_at)}`;
    const where = `of ${conductorName(sight)}`;
    return [
      ...(failure !== null
        ? [
            finding(
              'WHY_FILTER_FAILED',
              'likely',
              `The PXE filter ${driver} ${where} failed at ${at(failure.at)} (${last}): ${failure.message}`,
            ),
          ]
        : state === 'uninitialized'
          ? [finding('WHY_FILTER_FAILED', 'likely', `The PXE filter ${driver} ${where} is not initialised.`)]
          : []),
      ...(server.follows === 'no'
        ? [finding('WHY_DHCP_OUTDATED', 'likely', `The DHCP server ${where}: ${server.reason}`)]
        : []),
    ];
  });

/** Cards that the filter keeps out on purpose. */
function denied(seen: readonly Seen[], facts: Facts): Finding[] {
  const shut = seen.filter(({ card }) => card.verdict === 'deny');
  const known = new Set((storedIn(facts)?.attributes ?? []).map(({ value }) => value));
  const all = shut.length === seen.length;
  return perConductor(shut).flatMap(([sight, cards]) => {
    // Cards whose address is not waited for have a finding of their own, see `why-unreachable.ts`.
    const waited = cards.filter(({ address }) => known.has(address));
    if (waited.length === 0) return [];
    const { last_sync: sync } = sight.filter;
    const when = sync === null ? 'never' : `last at ${at(sync.started_at)}`;
    const started = recordIn(facts)?.startedAt;
    const late =
      sync !== null && typeof started === 'string' && sync.started_at.slice(0, 19) < started.slice(0, 19);
    return [
      finding(
        'WHY_FILTER_DENIES',
        all ? 'likely' : 'possible',
        `${addresses(waited)} is kept out by the PXE filter of ${conductorName(sight)}, which was synchronised ${when}` +
          `${late ? ', before the introspection began' : ''}. ${waited[0]?.reason ?? ''}`.trimEnd(),
      ),
    ];
  });
}

/** Cards of which nobody can tell what they get. */
const unseen = (seen: readonly Seen[]): Finding[] =>
  perConductor(seen.filter(({ card: { system } }) => system === 'unknown' || system === 'unlisted')).map(
    ([sight, cards]) =>
      finding(
        'WHY_FILTER_UNSEEN',
        'possible',
        `What the DHCP server of ${conductorName(sight)} does with ${addresses(cards)} could not be looked at: ` +
          (cards[0]?.system_reason ?? 'the driver does not say why'),
      ),
  );

function perConductor(seen: readonly Seen[]): readonly (readonly [MachineSight, readonly MacVerdict[]])[] {
  const found = new Map<MachineSight, MacVerdict[]>();
  for (const { sight, card } of seen) found.set(sight, [...(found.get(sight) ?? []), card]);
  return [...found];
}

const addresses = (cards: readonly MacVerdict[]): string => cards.map(({ address }) => address).join(', ');
