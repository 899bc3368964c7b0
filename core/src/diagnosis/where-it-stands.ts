import { isActive, recordIn, seenNode, storedIn, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at, BOOT, secondsAfter, secondsBetween, span } from './moments.js';
import { since } from './since.js';
import { sightsIn } from './why-no-lease.js';

/** What can be said where nothing is wrong, or nothing was found. */
export function whereItStands(facts: Facts): Finding[] {
  const [record, stored] = [recordIn(facts), storedIn(facts)];
  if (stored === undefined) return [];
  if (record === undefined) return withoutRecord(facts);
  if (record.state === 'waiting') return [waiting(facts)];
  if (record.state !== 'finished') return [];
  const when = record.finishedAt === null ? '' : ` at ${at(record.finishedAt)}`;
  return [
    ...stored.hooks
      .filter(({ outcome }) => outcome === 'degraded')
      .map(({ hook, message }) =>
        finding(
          'WHY_DEGRADED',
          'sure',
          `The hook ${hook} could not do all it should: ${message?.replaceAll('\n', '; ') ?? 'it does not say why'}`,
        ),
      ),
    finding('WHY_FINISHED', 'sure', `The introspection ended well${when}.`),
  ];
}

function withoutRecord(facts: Facts): Finding[] {
  const node = seenNode(facts);
  if (node !== undefined) {
    const state = node.provision_state ?? 'not known';
    const evidence = `The bare metal service knows the node (provision state: ${state}), and Inspector has no introspection of it.`;
    return [finding('WHY_NEVER_STARTED', 'sure', evidence)];
  }
  if (facts.baremetal.known === null) {
    const what = facts.mac === null ? `a node ${facts.asked}` : `the MAC address ${facts.mac}`;
    const evidence = `Inspector knows nothing of ${what}, and the bare metal service could not be asked.`;
    return [finding('WHY_UNKNOWN', 'possible', evidence)];
  }
  const evidence =
    facts.mac === null
      ? `There is no node ${facts.asked}`
      : `The bare metal service has no port with the MAC address ${facts.mac}, and no node on introspection has it`;
  return [finding('WHY_UNKNOWN', 'sure', `${evidence}${verdicts(facts)}.`)];
}

/** What a machine that nobody knows gets. */
function verdicts(facts: Facts): string {
  const cards = sightsIn(facts).flatMap(({ filter }) => filter.machines);
  const [first] = cards;
  return first === undefined ? '' : `. The PXE filter: ${first.reason.replace(/\.$/, '')}`;
}

function waiting(facts: Facts): Finding {
  const began = since(facts);
  const waited = began === null ? 0 : secondsBetween(began, facts.now);
  const when = began === null ? '' : ` since ${at(began)} (${span(waited)})`;
  const end = endsAt(facts);
  const rest =
    end === null ? '' : ` Its time is over at ${at(end)} (in ${span(secondsBetween(facts.now, end))}).`;
  const evidence = `The node waits for data${when}, and its machine has posted none.${rest}`;
  if (waited < BOOT)
    return finding('WHY_BOOTING', 'likely', `${evidence} A machine takes some minutes to boot.`);
  const well = whatIsWell(facts);
  return finding('WHY_NO_POST', well.length > 0 ? 'likely' : 'possible', [evidence, ...well].join(' '));
}

/** What was looked at and is no reason. */
function whatIsWell(facts: Facts): readonly string[] {
  const cards = sightsIn(facts).flatMap(({ filter }) => filter.machines);
  const allowed = cards.filter(({ system }) => system === 'allow').map(({ address }) => address);
  return [
    ...(seenNode(facts)?.power_state === 'power on' ? ['Ironic says that the machine is on.'] : []),
    ...(allowed.length > 0
      ? [`The DHCP server would give a lease to ${[...new Set(allowed)].join(', ')}.`]
      : []),
  ];
}

/** When the time of an introspection is over; null: it is over already, or its time has no limit. */
export function endsAt(facts: Facts): string | null {
  const record = recordIn(facts);
  const { timeout } = facts.limits;
  if (record === undefined || !isActive(record) || record.startedAt === null || timeout <= 0) return null;
  return secondsAfter(record.startedAt, timeout);
}
