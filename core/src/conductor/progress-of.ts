import type { ConductorServices } from './services.js';
import type { NodeProgress } from './types.js';

/** What the work on a node waits for, as far as this process knows. */
export function progressOf(
  uuid: string,
  { delay, progress }: Pick<ConductorServices, 'delay' | 'progress'>,
): NodeProgress {
  const queue = delay.place(uuid);
  if (queue === undefined) return { step: progress.of(uuid) ?? null, queue: null };
  return { step: 'waits for its turn to be rebooted', queue: { ...queue } };
}
