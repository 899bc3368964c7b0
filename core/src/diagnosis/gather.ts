import { thrownText } from '@inspector/plugin-api';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import { now } from '../db/timestamp.js';
import { canonicalUuid } from '../node/uuid.js';
import type { LookedAt } from '../reports/diagnosis.js';
import type { BareMetalSight, ConductorSight, MachineQuestion, SeenPort } from '../reports/machine-sight.js';
import { inTime } from '../tasks/in-time.js';
import type { Facts, StoredFacts } from './facts.js';
import { readOwn, readStored, type OwnFacts } from './read-stored.js';
import type { DiagnosisSources } from './sources.js';
import { unasked } from './unasked.js';

/** Milliseconds for each of the peers; a conductor that asks the bare metal service gives it 1.5 s itself. */
const LIMIT = 1500;
const ASKING = 2000;

/** What was found out, and what was looked at for it. */
export interface Gathered {
  readonly facts: Facts;
  readonly lookedAt: readonly LookedAt[];
}

/** What may be unknown, with why. */
type Known<T> = T | { readonly unknown: string };

/**
 * Finds out all there is to know of a node or a machine. Never rejects: what could not be looked at is told as such.
 *
 * @param asked - UUID or name of a node, or a MAC address
 */
export async function gather(asked: string, sources: DiagnosisSources): Promise<Gathered> {
  const mac = canonicalMac(asked) ?? null;
  const lookedAt: LookedAt[] = [];
  const given = mac === null ? (canonicalUuid(asked) ?? null) : null;
  let milliseconds = 0;
  const read = async <T extends object>(work: () => Promise<T>): Promise<Known<T>> => {
    const begun = performance.now();
    const found = await readOr(work);
    milliseconds += performance.now() - begun;
    return found;
  };
  const [baremetal, early] = await Promise.all([
    lookAtBareMetal(mac === null ? { node: given ?? asked } : { mac }, sources, lookedAt),
    read(async () => readOwn(given ?? (await uuidInDatabase(mac, asked, sources)), sources)),
  ]);
  const known = isKnown(early) ? (early.record?.uuid ?? given) : given;
  const uuid = baremetal.known === true ? baremetal.node.uuid : known;
  const own = isKnown(early) && uuid !== known ? await read(() => readOwn(uuid, sources)) : early;
  const [rest, sights] = await Promise.all([
    isKnown(own) ? read(() => readStored(own, { uuid, mac }, baremetal, sources)) : own,
    lookAtConductors(uuid, cards(own, baremetal, mac), sources, lookedAt),
  ]);
  const unknown = isKnown(rest) ? null : rest.unknown;
  lookedAt.unshift({ source: 'database', name: null, milliseconds: rounded(milliseconds), unknown });
  const limits = sources.limits;
  return {
    facts: {
      now: now(),
      asked,
      mac,
      uuid: knownUuid(uuid, rest, baremetal),
      stored: rest,
      baremetal,
      sights,
      limits,
    },
    lookedAt,
  };
}

const isKnown = <T extends object>(value: Known<T>): value is T => !('unknown' in value);

/** A UUID that nobody knows names no node. */
const knownUuid = (
  uuid: string | null,
  stored: Known<StoredFacts>,
  baremetal: BareMetalSight,
): string | null => (isKnown(stored) && stored.record === null && baremetal.known === false ? null : uuid);

/** What was read in time, or why it was not. */
async function readOr<T extends object>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return await inTime(read(), LIMIT, () => ({
      unknown: `The database gave no answer within ${LIMIT / 1000} s.`,
    }));
  } catch (error) {
    return { unknown: `The database could not be read: ${thrownText(error)}` };
  }
}

/** The node that Inspector itself knows by what was given; null: none, or several. */
async function uuidInDatabase(
  mac: string | null,
  name: string,
  { records }: DiagnosisSources,
): Promise<string | null> {
  const found =
    mac === null
      ? await records.named(name)
      : (await records.findByAttributes([{ name: 'mac', value: mac }])).map(({ nodeUuid }) => nodeUuid);
  const [first, ...others] = new Set(found);
  return others.length === 0 ? (first ?? null) : null;
}

async function lookAtBareMetal(
  question: MachineQuestion,
  { conductor }: DiagnosisSources,
  lookedAt: LookedAt[],
): Promise<BareMetalSight> {
  const begun = performance.now();
  const sight = await asking(
    () => conductor.lookAtMachine(question),
    (unknown): BareMetalSight => ({ known: null, unknown }),
  );
  lookedAt.push(looked('bare metal service', null, begun, sight.known === null ? sight.unknown : null));
  return sight;
}

async function lookAtConductors(
  uuid: string | null,
  ports: readonly Pick<SeenPort, 'address' | 'client_id'>[],
  { conductor, cluster }: DiagnosisSources,
  lookedAt: LookedAt[],
): Promise<readonly ConductorSight[]> {
  const begun = performance.now();
  const question = { ports, ...(uuid === null ? {} : { uuid }) };
  const [sights, members] = await Promise.all([
    asking(
      () => conductor.sightsOfMachine(question),
      (silence): readonly ConductorSight[] => [{ host: 'that was to be asked', silence }],
    ),
    asking(
      () => cluster.read(),
      () => undefined,
    ),
  ]);
  const all = [...sights, ...unasked(sights, members)];
  for (const one of all) {
    lookedAt.push(
      'sight' in one
        ? {
            ...{
              source: 'conductor',
              name: `${one.sight.host} (process ${one.sight.process})`,
              unknown: null,
            },
            milliseconds: rounded(one.milliseconds),
          }
        : looked('conductor', one.host, begun, one.silence),
    );
  }
  return all;
}

/** What an answer is, or what stands in its place where there is none in time. */
async function asking<T>(ask: () => Promise<T>, otherwise: (why: string) => T): Promise<T> {
  try {
    return await inTime(ask(), ASKING, () => otherwise(`it gave no answer within ${ASKING / 1000} s`));
  } catch (error) {
    return otherwise(thrownText(error));
  }
}

/** The cards of a machine, as far as anybody knows them. */
function cards(
  own: Known<OwnFacts>,
  baremetal: BareMetalSight,
  mac: string | null,
): readonly Pick<SeenPort, 'address' | 'client_id'>[] {
  const found = new Map<string, Pick<SeenPort, 'address' | 'client_id'>>();
  const attributes = isKnown(own) ? own.attributes.filter(({ name }) => name === 'mac') : [];
  for (const address of [...attributes.map(({ value }) => value), ...(mac === null ? [] : [mac])])
    found.set(address, { address, client_id: null });
  if (baremetal.known === true)
    for (const { address, client_id } of baremetal.node.ports) found.set(address, { address, client_id });
  return [...found.values()];
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

const looked = (
  source: LookedAt['source'],
  name: string | null,
  begun: number,
  unknown: string | null,
): LookedAt => ({ source, name, milliseconds: rounded(performance.now() - begun), unknown });
