import type { DhcpRequest } from '@inspector/plugin-api';
import { recordIn, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at, BOOT, secondsBetween, span } from './moments.js';
import { bootCards, conductorName, sightsIn } from './why-no-lease.js';

/** Seconds that a machine may take from the order to boot to its first request. */
const FIRST_REQUEST = 180;

/** What the DHCP servers have written down of the machine since the start. */
export function whatDhcpWroteDown(facts: Facts): Finding[] {
  const startedAt = recordIn(facts)?.startedAt ?? null;
  if (startedAt === null) return [];
  const start = startedAt.slice(0, 19);
  const heard = sightsIn(facts).flatMap((sight) => {
    const cards = new Set(bootCards(sight, facts).map(({ address }) => address));
    return sight.filter.log.requests
      .filter((request) => cards.has(request.address) && request.at >= start)
      .map((request) => ({ request, who: conductorName(sight) }));
  });
  const [leased] = heard.filter(({ request }) => request.outcome === 'leased');
  if (leased !== undefined) return [got(leased.request, leased.who, facts)];
  const refused = heard.filter(({ request }) => request.outcome === 'refused');
  const [first] = refused;
  if (first !== undefined) {
    // Another card, or another DHCP server that was not seen, may have got the machine an address.
    const all = isAllRead(facts, start) && refused.length === cardsIn(facts);
    return [none(first.request, first.who, all)];
  }
  const [asked] = heard;
  if (asked !== undefined) return [none(asked.request, asked.who, false)];
  return silence(facts, start);
}

const got = ({ line, address, at: time }: DhcpRequest, who: string, { now }: Facts): Finding =>
  finding(
    'WHY_GOT_LEASE',
    // Until it should have posted, that is how it has to be.
    secondsBetween(time, now) < BOOT ? 'possible' : 'likely',
    `${address} got an address at ${at(time)} from the DHCP server of ${who}, and has posted no data since: ${line}`,
  );

const none = ({ line, address, outcome }: DhcpRequest, who: string, isSure: boolean): Finding => {
  const what =
    outcome === 'refused' ? 'asked for an address and got none' : 'asked, and has taken no address';
  return finding(
    'WHY_NO_LEASE',
    isSure ? 'sure' : outcome === 'refused' ? 'likely' : 'possible',
    `${address} ${what}. The latest word of the DHCP server of ${who} on it: ${line}`,
  );
};

/** Nothing was heard of the machine. */
function silence(facts: Facts, start: string): Finding[] {
  const waited = secondsBetween(start, facts.now);
  if (waited < FIRST_REQUEST || cardsIn(facts) === 0 || !isAllRead(facts, start)) return [];
  const [first] = sightsIn(facts);
  return [
    finding(
      'WHY_NO_REQUEST',
      'likely',
      `The machine has not asked for an address in the ${span(waited)} since the start. ${first?.filter.log.reason ?? ''} has no request of it.`,
    ),
  ];
}

/** Whether the log of every DHCP server was read back to the start. */
const isAllRead = ({ sights }: Facts, start: string): boolean =>
  sights.length > 0 &&
  sights.every(
    (one) => 'sight' in one && one.sight.filter.log.isRead && (one.sight.filter.log.since ?? start) <= start,
  );

/** How many cards the machine may boot from. */
const cardsIn = (facts: Facts): number =>
  Math.max(0, ...sightsIn(facts).map((sight) => bootCards(sight, facts).length));
