import { InspectorError } from '@inspector/plugin-api';
import { NoAnswer } from '@inspector/plugin-api/openstack';
import type { IronicOptions } from './options.js';
import type { Wait } from './wait.js';

/**
 * Asks the identity service, and asks again while it is away: signing on twice does no harm.
 *
 * @param closing - ends the pauses when it aborts, with its reason
 * @throws what the last attempt threw; a refusal is not repeated
 */
export async function identified<T>(
  ask: () => Promise<T>,
  { connectRetries, connectRetryDelay }: Pick<IronicOptions, 'connectRetries' | 'connectRetryDelay'>,
  wait: Wait,
  closing: AbortSignal,
): Promise<T> {
  for (let losses = 0; ; losses += 1) {
    try {
      return await ask();
    } catch (error) {
      closing.throwIfAborted();
      const away = InspectorError.is(error) && error.cause instanceof NoAnswer;
      if (!away || losses >= connectRetries) throw error;
      await pause(wait, connectRetryDelay * 1000 * 2 ** losses, closing);
    }
  }
}

async function pause(wait: Wait, milliseconds: number, closing: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, closing);
  } catch (error) {
    closing.throwIfAborted();
    throw error;
  }
}
