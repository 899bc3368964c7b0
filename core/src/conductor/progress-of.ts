import type { ConductorServices } from './services.js';
import type { NodeProgress } from './types.js';

/** What the work on a node waits for, as far as this process knows. */
export function progressOf(
  uuid: string,
  { delay, holdings, progress }: Pick<ConductorServices, 'delay' | 'holdings' | 'progress'>,
): NodeProgress {
  const held = holdings.has(uuid);
  const queue = delay.place(uuid);
  if (queue === undefined) return { held, step: progress.of(uuid) ?? null, queue: null };
  return { held, step: 'waits for its turn to be rebooted', queue: { ...queue } };
}
