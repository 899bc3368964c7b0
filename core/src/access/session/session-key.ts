import { hkdfSync, randomBytes } from 'node:crypto';
import { InspectorError } from '@inspector/plugin-api';
import type { InspectorConfig } from '../../config/types.js';

const SHORTEST = 16;
const KEY_BYTES = 32;

/**
 * The key that seals logins. All processes with the same secret have the same one, so that each understands what another has
 * sealed; without a secret the logins end with the process.
 *
 * @throws INSP_CONFIG_INVALID for a secret that is too short
 */
export function sessionKey({ session, rpc }: Pick<InspectorConfig, 'session' | 'rpc'>): Buffer {
  if (session.secret !== undefined && session.secret.length < SHORTEST) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `session.secret has fewer than ${SHORTEST} characters. Set a longer one, such as the output of: openssl rand -hex 32`,
    );
  }
  const secret = session.secret ?? rpc.secret;
  if (secret === undefined) return randomBytes(KEY_BYTES);
  return Buffer.from(hkdfSync('sha256', secret, '', 'inspector session 1', KEY_BYTES));
}
