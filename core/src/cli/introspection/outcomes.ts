import { ClientError } from '@inspector/client';
import type { HookResult, Introspection } from '@inspector/client';
import { InspectorError } from '@inspector/plugin-api';
import type { CliContext } from '../context.js';
import { isServerError, serverErrorText } from '../server-options.js';

/** What became of one node of a command. */
export interface Outcome {
  /** As the user named it. */
  readonly node: string;
  readonly ok: boolean;
  /** Why not. */
  readonly error: string | null;
  /** Why there was nothing to do. */
  readonly note?: string;
  readonly introspection?: Introspection;
  readonly hooks?: readonly HookResult[];
  /** The line that says why it failed or waits for so long. */
  readonly why?: string;
  /** File the data were written to. */
  readonly file?: string;
}

/** How many nodes are worked on in parallel. */
const PARALLEL = 8;

/**
 * Does something for every node, several at a time. A failure of one node does not stop the work on the others. If
 * the server cannot be reached, the whole command fails.
 */
export async function forEachNode(
  nodes: readonly string[],
  act: (node: string) => Promise<Omit<Outcome, 'node' | 'ok' | 'error'>>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...new Set(nodes)].map((node, index) => ({ node, index }));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      outcomes[next.index] = await outcomeOf(next.node, act);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return outcomes;
}

async function outcomeOf(
  node: string,
  act: (node: string) => Promise<Omit<Outcome, 'node' | 'ok' | 'error'>>,
): Promise<Outcome> {
  try {
    return { node, ok: true, error: null, ...(await act(node)) };
  } catch (error) {
    if (error instanceof ClientError && error.status === undefined) throw error;
    if (isServerError(error)) return { node, ok: false, error: serverErrorText(error) };
    if (InspectorError.is(error)) return { node, ok: false, error: error.message };
    throw error;
  }
}

/** Prints outcomes as JSON, or failures to standard error; sets the exit status 1 if any node failed. */
export function report(
  outcomes: readonly Outcome[],
  context: CliContext,
  json: boolean,
  show: (succeeded: readonly Outcome[]) => void,
): void {
  if (json) context.print(JSON.stringify(outcomes, null, 2));
  else {
    const succeeded = outcomes.filter(({ ok, introspection }) => ok || introspection !== undefined);
    if (succeeded.length > 0) show(succeeded);
    for (const { node, ok, error, introspection } of outcomes) {
      if (!ok && introspection === undefined) context.warn(`${node}: ${error}`);
    }
  }
  if (outcomes.some(({ ok }) => !ok)) context.setExitCode(1);
}
