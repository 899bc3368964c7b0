import { type IntrospectionState, thrownText } from '@inspector/plugin-api';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { noteFailure } from './end-introspection.js';
import type { ConductorServices } from './services.js';
import { WORKING } from './working-states.js';

/** States in which an introspection can still fail: data that are refused fail one that waits for them. */
const UNFINISHED: readonly IntrospectionState[] = [...WORKING, 'waiting'];

type Services = Pick<
  ConductorServices,
  'background' | 'coordinator' | 'kept' | 'log' | 'metrics' | 'unsettled'
>;

/**
 * Writes what could not be written of a node when it happened, because the database was away or full: that it failed, or
 * waits for data again. Whoever takes the node next does that first, so that the node is not refused until the clean-up.
 * What somebody else has written meanwhile stays.
 *
 * @param held - its record was read
 * @returns whether the introspection has failed now
 */
export async function settle(held: Holding, services: Services): Promise<boolean> {
  const { kept, log, unsettled } = services;
  const failure = await unsettled.of(held.uuid);
  if (failure === undefined) return false;
  const { fence, state } = held.record;
  const isLeft = failure.fences.includes(fence) && UNFINISHED.includes(state);
  await unsettled.settle(held.uuid);
  if (!isLeft) return false;
  if (failure.keep === undefined) return noteFailure(held, { error: failure.error, stay: true }, services);
  try {
    await held.postpone(failure.keep);
    kept.note();
  } catch (error) {
    await unsettled.note(held.uuid, failure);
    log.error(`${logPrefix(held.record)} its data could not be kept: ${thrownText(error)}`);
  }
  return false;
}
