import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import type { KeptDeviations, StoredBaselineWithBody } from '../db/types.js';
import { classParts } from '../difference/class-parts.js';
import { partDifferences } from '../difference/differences.js';
import { partsOf } from '../difference/parts.js';
import type { Difference, Part } from '../difference/types.js';

const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);

/** Bytes of a compressed baseline; the parts of a machine with a hundred disks have 10 kB. */
const LONGEST_BODY = 1024 * 1024;
/** Bytes that one becomes at most. */
const LONGEST = 64 * 1024 * 1024;
/** Deviations of one introspection that are kept. */
const MOST_DEVIATIONS = 50;

/**
 * The parts of a machine, compressed, for a baseline.
 *
 * @throws `INSP_BASELINE_IMPOSSIBLE` where the data tell of no part, or of so many that no machine has them
 */
export async function packBaseline(data: JsonObject, run: string): Promise<Buffer> {
  const parts = partsOf(data);
  const body = await compress(JSON.stringify(parts));
  if (parts.length > 0 && body.length <= LONGEST_BODY) return body;
  throw new InspectorError(
    'INSP_BASELINE_IMPOSSIBLE',
    `The data of ${run} tell of ${parts.length === 0 ? 'no hardware' : 'more hardware than a machine has'}, so no baseline can be made of them. ` +
      'Take another introspection: "inspector history" lists them',
  );
}

/** How the hardware that introspection data tell of differs from a baseline: all of it for one node, what is alike for a class. */
export async function deviations(
  { scope, body }: StoredBaselineWithBody,
  data: JsonObject,
): Promise<Difference[]> {
  const wanted = JSON.parse((await decompress(body, { maxOutputLength: LONGEST })).toString()) as Part[];
  const found = partsOf(data);
  return scope.kind === 'node'
    ? partDifferences(wanted, found)
    : partDifferences(classParts(wanted), classParts(found));
}

/** The deviations of an introspection as they are kept with it. */
export async function keptDeviations(
  baseline: StoredBaselineWithBody,
  data: JsonObject,
): Promise<KeptDeviations> {
  const found = await deviations(baseline, data);
  return {
    scope: baseline.scope,
    count: found.length,
    parts: found
      .slice(0, MOST_DEVIATIONS)
      .map(({ change, part, name, fields }) => ({ change, part, name, fields })),
  };
}
