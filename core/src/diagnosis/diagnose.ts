import { CERTAINTIES, type Diagnosis, type LookedAt } from '../reports/diagnosis.js';
import { CAUSES, type Cause, type CauseCode } from './causes.js';
import { recordIn, seenNode, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { lastContact } from './last-contact.js';
import { since } from './since.js';
import { whatWasNotSeen } from './unseen.js';
import { endsAt, whereItStands } from './where-it-stands.js';
import { whyWorkTakesLong } from './why-at-work.js';
import { whyDataDidNotArrive } from './why-no-data.js';
import { whatDhcpWroteDown } from './why-dhcp-log.js';
import { whyNoLease } from './why-no-lease.js';
import { whyItFailed } from './why-over.js';
import { whyMachineIsSilent } from './why-unreachable.js';

/** Most findings of an answer: what comes after them helps nobody. */
const MOST = 20;

/** What follows from the facts. No input and no output. */
export function diagnose(facts: Facts, lookedAt: readonly LookedAt[]): Diagnosis {
  const record = recordIn(facts);
  const node = seenNode(facts);
  return {
    asked: facts.asked,
    node: facts.uuid === null ? null : { uuid: facts.uuid, name: node ? node.name : (record?.name ?? null) },
    mac: facts.mac,
    state: record?.state ?? null,
    since: since(facts),
    started_at: record?.startedAt ?? null,
    finished_at: record?.finishedAt ?? null,
    ends_at: endsAt(facts),
    last_contact: lastContact(facts),
    findings: findingsOf(facts).map(forReader(facts)),
    looked_at: lookedAt,
  };
}

/** What was found out, what matters most first. There is at least one. */
export function findingsOf(facts: Facts): readonly Finding[] {
  const found = [...gathered(facts), ...whereItStands(facts), ...whatWasNotSeen(facts)];
  const ordered = found.toSorted((one, other) => weight(one) - weight(other)).slice(0, MOST);
  return ordered.length > 0 ? ordered : [somethingElse(facts)];
}

/** What may be wrong, by the state. */
function gathered(facts: Facts): readonly Finding[] {
  const record = recordIn(facts);
  const contact = whyDataDidNotArrive(facts);
  if (record === undefined) return contact;
  const { state } = record;
  if (state === 'finished') return [];
  if (state === 'waiting') return [...contact, ...whyMachineIsSilent(facts), ...dhcp(facts)];
  if (state === 'error') return afterAFailure(facts, contact);
  return [...whyWorkTakesLong(facts), ...(state === 'starting' ? maintenance(facts) : [])];
}

/** What the DHCP server does, and what it has done: a machine that has an address needs none of it. */
function dhcp(facts: Facts): readonly Finding[] {
  const written = whatDhcpWroteDown(facts);
  const isServed = written.some(({ code }) => code === 'WHY_GOT_LEASE');
  const now = whyNoLease(facts);
  return [...written, ...(isServed ? now.map(doubtful) : now)];
}

const doubtful = (one: Finding): Finding => ({ ...one, certainty: 'possible' });

/** What it failed with; after a time-out also what may have kept the machine silent. */
function afterAFailure(facts: Facts, contact: readonly Finding[]): readonly Finding[] {
  const failed = whyItFailed(facts);
  if (!failed.some(({ code }) => code === 'WHY_TIMED_OUT')) return failed;
  const now = [...whyMachineIsSilent(facts), ...whyNoLease(facts)].filter(
    ({ code }) => !OF_THE_START.has(code),
  );
  // How things are now says less about how they were then.
  return [...failed, ...contact, ...now.map(doubtful)];
}

/** What only can be told while the introspection goes on, because its attributes go with it and DHCP is closed then. */
const OF_THE_START: ReadonlySet<CauseCode> = new Set([
  'WHY_PORT_TOO_NEW',
  'WHY_FILTER_DENIES',
  'WHY_SHARED_BMC',
]);

const maintenance = (facts: Facts): Finding[] =>
  whyMachineIsSilent(facts).filter(({ code }) => code === 'WHY_MAINTENANCE');

const ORDER = Object.keys(CAUSES) as readonly CauseCode[];
const PLACE = new Map(ORDER.map((code, index) => [code, index]));

/** A smaller number comes first: how much it explains, then how sure it is, then its place in the table. */
function weight({ code, certainty }: Finding): number {
  const { kind }: Cause = CAUSES[code];
  const group = GROUPS.indexOf(kind === 'cause' && certainty === 'possible' ? 'doubtful' : kind);
  return group * 10_000 + CERTAINTIES.indexOf(certainty) * 1000 + (PLACE.get(code) ?? 0);
}

const GROUPS: readonly (Cause['kind'] | 'doubtful')[] = ['cause', 'standing', 'doubtful', 'rest', 'unseen'];

/** Commands in remedies name the node that was asked about. */
const forReader =
  ({ uuid, asked }: Facts) =>
  (one: Finding): Finding => ({
    ...one,
    remedy: one.remedy?.replace(/\bNODE\b/g, uuid ?? (/^[\w.:-]+$/.test(asked) ? asked : 'NODE')) ?? null,
  });

const somethingElse = (facts: Facts): Finding => {
  const { state = 'unknown' } = recordIn(facts) ?? {};
  return finding('WHY_AT_WORK', 'possible', `The node is in the state ${state}; nothing more was found.`);
};
