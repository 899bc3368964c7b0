import type { IntrospectionState } from '@inspector/plugin-api';
import { recordIn, seenNode, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at, secondsBetween, span } from './moments.js';
import { since } from './since.js';
import { conductorName, sightsIn } from './why-no-lease.js';

/** States in which a conductor holds the node. */
const WORKING: ReadonlySet<IntrospectionState> = new Set([
  ...(['starting', 'processing', 'reapplying', 'enrolling', 'aborting'] as const),
]);
/** Seconds after which a lock of Ironic is more than one of its usual short ones. */
const LONG = 30;
const LOCKED = /is locked by host/;

/** What the work on a node is held up by, or that nobody does it. */
export function whyWorkTakesLong(facts: Facts): Finding[] {
  const record = recordIn(facts);
  if (record === undefined || !WORKING.has(record.state)) return [];
  const held = sightsIn(facts).find((sight) => sight.held);
  if (held === undefined) return nobody(facts, record.state);
  const who = `The ${conductorName(held)}`;
  if (held.queue !== null) {
    const { position, length } = held.queue;
    const among =
      facts.sights.length > 1 ? ` at the ${conductorName(held)}; the others reboot theirs in between` : '';
    const evidence = `It is number ${position} of ${length} that wait to be rebooted${among}.`;
    return [finding('WHY_IN_QUEUE', 'sure', evidence)];
  }
  if (held.step !== null) {
    const isLock = LOCKED.test(held.step);
    return [finding(isLock ? 'WHY_NODE_LOCKED' : 'WHY_SERVICE_AWAY', 'sure', `${who} ${held.step}.`)];
  }
  return [
    ...lockNow(facts),
    finding('WHY_AT_WORK', 'likely', `${who} works on the node${sinceText(facts)}.`),
  ];
}

/** Ironic holds the node although nothing is said to wait for it. */
function lockNow(facts: Facts): Finding[] {
  const reservation = seenNode(facts)?.reservation ?? null;
  const began = since(facts);
  if (reservation === null || began === null || secondsBetween(began, facts.now) < LONG) return [];
  return [finding('WHY_NODE_LOCKED', 'likely', `The conductor ${reservation} of Ironic works on the node.`)];
}

/** Only where every conductor was asked can it be told that none works. */
function nobody(facts: Facts, state: IntrospectionState): Finding[] {
  const { sights } = facts;
  const isComplete = sights.length > 0 && sights.every((one) => 'sight' in one);
  if (!isComplete) return [];
  if (state === 'starting' && facts.baremetal.known === null) {
    const evidence = `The start${sinceText(facts)} goes on when the bare metal service answers: ${facts.baremetal.unknown}.`;
    return [finding('WHY_SERVICE_AWAY', 'likely', evidence)];
  }
  return [
    finding(
      'WHY_NOBODY_WORKS',
      'likely',
      `The node is in the state ${state}${sinceText(facts)}, and none of the conductors that were asked works on it.`,
    ),
  ];
}

function sinceText(facts: Facts): string {
  const began = since(facts);
  return began === null ? '' : ` since ${at(began)} (${span(secondsBetween(began, facts.now))})`;
}
