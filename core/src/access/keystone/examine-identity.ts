import { thrownText } from '@inspector/plugin-api';
import type { IdentityService } from './identity-service.js';

/** What was found out about the identity service. */
export interface IdentityFinding {
  readonly isReady: boolean;
  /** One sentence. */
  readonly text: string;
}

/** Seconds between our clock and that of the identity service that are worth a word: nobody's clocks are equal. */
const WORTH_TELLING = 60;
/** Seconds beyond which tokens of an hour may look expired, or live on: Kerberos draws the line here, too. */
const TOO_MUCH = 300;

/**
 * Finds out whether callers could be known now: signs on, asks about the own token, and compares the clocks.
 */
export async function examineIdentity(
  service: Pick<IdentityService, 'validateOwn' | 'clockAhead'>,
): Promise<IdentityFinding> {
  try {
    await service.validateOwn();
  } catch (error) {
    return { isReady: false, text: thrownText(error) };
  }
  const ahead = service.clockAhead ?? 0;
  const seconds = Math.abs(Math.round(ahead));
  if (seconds <= WORTH_TELLING) return { isReady: true, text: 'it tells about tokens' };
  const text =
    `the clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of the identity service, so ` +
    `${ahead > 0 ? 'good tokens look expired' : 'expired tokens look good'}: set the time of both with NTP`;
  return { isReady: seconds <= TOO_MUCH, text };
}
