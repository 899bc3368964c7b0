import pLimit from 'p-limit';
import {
  InspectorError,
  STATES,
  type BareMetal,
  type BareMetalNode,
  type StorageBackend,
} from '@inspector/plugin-api';
import type { RecordRepository, StoredRecord } from '../db/types.js';
import type { DescribeNode } from '../generation/describe-node.js';
import type { DescribedNode } from '../generation/types.js';
import { parseStoredData } from '../json/stored-data.js';

/** What nodes are read from. */
export interface NodeSources {
  readonly records: Pick<RecordRepository, 'inStates' | 'names'>;
  readonly storage: Pick<StorageBackend, 'get'>;
  readonly baremetal: Pick<BareMetal, 'listNodes'>;
}

/** How nodes are read. */
export interface NodeReading {
  readonly describe: DescribeNode;
  /** States of records whose data are read; other nodes are there without data. */
  readonly states: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/** Data that are read at a time: they may be large, and a remote storage answers several at once. */
const AT_ONCE = 8;

/** What is asked of nodes: what facts are made of, and what groups are likely to be made of. */
const FIELDS = [
  'uuid',
  'name',
  'properties',
  'extra',
  'traits',
  'resource_class',
  'owner',
  'provision_state',
];
/** The fields of the oldest services. */
const OLD_FIELDS = ['uuid', 'name', 'properties', 'extra', 'provision_state'];

/**
 * Describes every node that has an introspection record. Data are read, described and dropped one after another, so ten thousand
 * nodes need little memory.
 *
 * @throws what bare metal service, database and storage throw: part of the nodes is never taken for all. Data of one node
 *   that cannot be read are a note about this node
 */
export async function describedNodes(sources: NodeSources, reading: NodeReading): Promise<DescribedNode[]> {
  const { records, baremetal } = sources;
  const [found, names, listed] = [
    await records.inStates(STATES),
    await records.names(),
    await listNodes(baremetal),
  ];
  const nodes = new Map(listed.map((node) => [node.uuid, node]));
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    found.map((record) =>
      limit(async () => {
        reading.signal?.throwIfAborted();
        const node = nodes.get(record.uuid);
        const name = node === undefined ? (names.get(record.uuid) ?? null) : (node.name ?? null);
        return describedNode(record, { node, name }, sources, reading);
      }),
    ),
  );
}

async function listNodes(baremetal: NodeSources['baremetal']): Promise<BareMetalNode[]> {
  try {
    return await baremetal.listNodes(FIELDS);
  } catch (error) {
    if (!InspectorError.is(error) || error.code !== 'INSP_BAREMETAL_REJECTED') throw error;
    return baremetal.listNodes(OLD_FIELDS);
  }
}

async function describedNode(
  { uuid, state, finishedAt }: StoredRecord,
  { node, name }: { readonly node: BareMetalNode | undefined; readonly name: string | null },
  { storage }: NodeSources,
  { describe, states }: NodeReading,
): Promise<DescribedNode> {
  const base = { uuid, name, state, finishedAt, ...(node !== undefined && { node }) };
  if (!states.has(state)) return describe(base);
  const text = await storedText(uuid, storage);
  if (text === undefined) return describe(base);
  try {
    return describe({ ...base, data: parseStoredData(uuid, text) });
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    return { ...describe(base), notes: [error.message] };
  }
}

async function storedText(uuid: string, storage: NodeSources['storage']): Promise<string | undefined> {
  try {
    return await storage.get(uuid, true);
  } catch (error) {
    if (InspectorError.is(error) && error.code === 'INSP_DATA_NOT_FOUND') return undefined;
    throw error;
  }
}
