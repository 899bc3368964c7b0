import { thrownText } from '@inspector/plugin-api';
import { NEEDS_ROLE, type IdentityService } from './identity-service.js';
import type { TokenFacts } from './token-facts.js';

/** What was found out about the identity service. */
export interface IdentityFinding {
  readonly isReady: boolean;
  /** Whether somebody should do something about it. */
  readonly isFault: boolean;
  /** One sentence. */
  readonly text: string;
}

/** Seconds between our clock and that of the identity service that are worth a word: nobody's clocks are equal. */
const WORTH_TELLING = 60;
/** Seconds beyond which tokens of an hour may look expired, or live on: Kerberos draws the line here, too. */
const TOO_MUCH = 300;

/**
 * Finds out whether callers could be known now: signs on, asks about the own token, looks at its roles, and compares the clocks.
 */
export async function examineIdentity(
  service: Pick<IdentityService, 'validateOwn' | 'clockAhead' | 'hasTold'>,
): Promise<IdentityFinding> {
  try {
    const own = await service.validateOwn();
    // Everybody may ask about his own token, so that says nothing about those of others.
    if (!service.hasTold && !mayAsk(own)) return { isReady: false, isFault: true, text: lacksRole(own) };
  } catch (error) {
    return { isReady: false, isFault: true, text: thrownText(error) };
  }
  const ahead = service.clockAhead ?? 0;
  const seconds = Math.abs(Math.round(ahead));
  if (seconds <= WORTH_TELLING) return { isReady: true, isFault: false, text: 'it tells about tokens' };
  const text =
    `the clock of this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of the identity service, so ` +
    `${ahead > 0 ? 'good tokens look expired' : 'expired tokens look good'}: set the time of both with NTP`;
  return { isReady: seconds <= TOO_MUCH, isFault: true, text };
}

/** Roles with which Keystone tells about the tokens of others. */
const ASKING = new Set(['service', 'admin']);

const mayAsk = ({ roles, system }: TokenFacts): boolean =>
  roles.some((role) => ASKING.has(role.toLowerCase()) || (system && role.toLowerCase() === 'reader'));

const lacksRole = ({ user, roles }: TokenFacts): string =>
  `The identity service ${NEEDS_ROLE}: ${user.name} has ${roles.length === 0 ? 'no role' : `only ${roles.join(', ')}`}`;
