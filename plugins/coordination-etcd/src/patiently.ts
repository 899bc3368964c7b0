import { setTimeout as pause } from 'node:timers/promises';
import { InspectorError, type PluginLog } from '@inspector/plugin-api';
import { NoEtcdAnswer } from './etcd-error.js';

/** Milliseconds for which it is tried again: a new leader of etcd takes two seconds, a loaded machine some more. */
const PATIENCE = 8000;
/** Milliseconds between two tries. */
const AGAIN = 500;

/**
 * Does something as often as it takes, for a while, where etcd is there and does not answer yet. A process that starts has nobody
 * waiting for it, and would only be started again by its service manager. Where nothing listens it fails at once.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  log: Pick<PluginLog, 'warn'>,
  patience = PATIENCE,
): Promise<T> {
  const end = performance.now() + patience;
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() + AGAIN > end) throw error;
      if (tries === 1)
        log.warn(`etcd does not answer yet; it is asked for ${patience / 1000} s: ${error.message}`);
      await pause(AGAIN);
    }
  }
}

const isBusy = (error: unknown): error is InspectorError =>
  InspectorError.is(error) && error.cause instanceof NoEtcdAnswer && error.cause.isBusy;
