import type { LookupAttribute } from '@inspector/plugin-api';
import type { MachineKeys, StoredRecord } from '../db/types.js';
import type { BareMetalSight } from '../reports/machine-sight.js';
import { isActive, type StoredFacts } from './facts.js';
import { lastRun } from './last-run.js';
import type { DiagnosisSources } from './sources.js';

/** Events of a node that are looked at: those of a few introspections. */
const MOST_EVENTS = 40;
/** Posts that are looked at. */
const MOST_POSTS = 10;

type Sources = Pick<DiagnosisSources, 'records' | 'hookResults' | 'history' | 'trail'>;

/** What the record of a node and its attributes say. */
export interface OwnFacts {
  readonly record: StoredRecord | null;
  readonly attributes: readonly LookupAttribute[];
}

/** Reads the record of a node, and what its machine is looked for by. */
export async function readOwn(uuid: string | null, { records }: Sources): Promise<OwnFacts> {
  if (uuid === null) return { record: null, attributes: [] };
  const [record, attributes] = await Promise.all([records.get(uuid), records.attributes(uuid)]);
  return { record: record ?? null, attributes };
}

/** Reads the rest of what is stored about a node and its machine. */
export async function readStored(
  { record, attributes }: OwnFacts,
  { uuid, mac }: { readonly uuid: string | null; readonly mac: string | null },
  baremetal: BareMetalSight,
  { records, hookResults, history, trail }: Sources,
): Promise<StoredFacts> {
  const isOver = record !== null && !isActive(record);
  const keys = keysOf(attributes, mac, uuid, baremetal);
  const [shared, events, kept, run, unmatched] = await Promise.all([
    attributes.length === 0 ? [] : records.findByAttributes(attributes),
    uuid === null ? [] : trail.events(uuid, MOST_EVENTS),
    uuid === null ? undefined : trail.keptPost(uuid),
    isOver ? lastRun(record, history) : null,
    trail.unmatched(keys, MOST_POSTS),
  ]);
  return {
    ...{ record, attributes, events, kept: kept ?? null, run, unmatched },
    shared: shared.filter(({ nodeUuid }) => nodeUuid !== uuid),
    hooks: run?.hooks ?? (isOver ? await hookResults.list(record.uuid) : []),
  };
}

function keysOf(
  attributes: readonly LookupAttribute[],
  mac: string | null,
  node: string | null,
  baremetal: BareMetalSight,
): MachineKeys {
  const valuesOf = (wanted: string): readonly string[] =>
    attributes.filter(({ name }) => name === wanted).map(({ value }) => value);
  const seen = baremetal.known === true ? baremetal.node : undefined;
  const ports = (seen?.ports ?? []).map(({ address }) => address);
  return {
    macs: [...new Set([...valuesOf('mac'), ...ports, ...(mac === null ? [] : [mac])])],
    bmcAddresses: [...new Set([...valuesOf('bmc_address'), ...(seen?.bmc_addresses ?? [])])],
    ...(node === null ? {} : { node }),
  };
}
