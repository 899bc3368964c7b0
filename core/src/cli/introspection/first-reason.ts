import { ClientError, type Introspection, type InspectorClient } from '@inspector/client';
import { nodeLabel } from './node-label.js';
import { oneLine } from '../table.js';

/** Minutes after which an introspection that is not over is worth a look. */
const LONG = 5;

/** Whether somebody who sees the status of an introspection will ask why. */
const raisesQuestions = ({ state, finished, started_at: started }: Introspection): boolean =>
  state === 'error' ||
  (!finished && started !== null && Date.now() - Date.parse(`${started}Z`) > LONG * 60_000);

/**
 * The line with the first reason why a node failed or waits for so long; undefined: nothing raises a question, or the server does
 * not say, as one of an older version.
 *
 * @param given - the node as the user named it
 */
export async function firstReason(
  given: string,
  introspection: Introspection,
  client: Pick<InspectorClient, 'diagnosis'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!raisesQuestions(introspection)) return undefined;
  try {
    const { findings } = await client.diagnosis(introspection.uuid, { signal });
    const [first] = findings;
    if (first === undefined) return undefined;
    const label = nodeLabel(given, introspection);
    return `${label}: Why: ${first.certainty === 'sure' ? '' : `${first.certainty}: `}${oneLine(first.evidence)} (inspector why ${introspection.uuid})`;
  } catch (error) {
    if (error instanceof ClientError && error.status !== undefined) return undefined;
    throw error;
  }
}
