import { ClientError, type InspectorClient, type Introspection } from '@inspector/client';
import type { Progress } from './progress.js';

/** A node to introspect. */
export interface Subject {
  readonly uuid: string;
  readonly name: string;
}

/** How the introspection of a node ended; `status` is missing if it could not even be started. */
export interface Ending {
  readonly subject: Subject;
  readonly status?: Introspection;
  /** Why it failed; null after success. */
  readonly error: string | null;
}

/** How many start requests are under way at the same time. */
const PARALLEL_STARTS = 8;
/** Milliseconds between two looks at a node; more for many nodes, so that looking does not slow the work down. */
const interval = (nodes: number): number => 100 + nodes * 2;

/** Starts the introspection of all nodes and waits for the end of each. */
export async function introspectAll(
  client: InspectorClient,
  subjects: readonly Subject[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Ending[]> {
  const refused = new Map<string, string>();
  const left = [...subjects];
  const starter = async (): Promise<void> => {
    for (let subject = left.shift(); subject !== undefined; subject = left.shift()) {
      const refusal = await start(client, subject, signal);
      if (refusal === undefined) continue;
      refused.set(subject.uuid, refusal);
      progress.show(subject.name, 'error');
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_STARTS }, starter));
  const names = new Map(subjects.map(({ uuid, name }) => [uuid, name]));
  const running = subjects.filter(({ uuid }) => !refused.has(uuid)).map(({ uuid }) => uuid);
  const statuses = await client.waitForFinish(running, {
    interval: interval(subjects.length),
    signal,
    onProgress: ({ state }, uuid) => progress.show(names.get(uuid) ?? uuid, state),
  });
  const byUuid = new Map(statuses.map((status) => [status.uuid, status]));
  return subjects.map((subject) => {
    const status = byUuid.get(subject.uuid);
    const error = refused.get(subject.uuid) ?? status?.error ?? null;
    return { subject, error, ...(status === undefined ? {} : { status }) };
  });
}

/** Why a start was refused; nothing if it was accepted. */
async function start(
  client: InspectorClient,
  { uuid }: Subject,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await client.start(uuid, { signal });
    return undefined;
  } catch (error) {
    if (error instanceof ClientError) return error.message;
    throw error;
  }
}
