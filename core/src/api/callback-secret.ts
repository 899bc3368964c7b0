import { createHash, timingSafeEqual } from 'node:crypto';
import { InspectorError } from '@inspector/plugin-api';

/**
 * Makes sure that a ramdisk was given the address with the secret.
 *
 * @param query - of its request
 * @param secret - undefined: none is asked for
 * @throws `INSP_CALLBACK_REFUSED`
 */
export function assertCallbackSecret(query: URLSearchParams, secret: string | undefined): void {
  if (secret === undefined) return;
  const sent = query.get('secret');
  if (sent !== null && timingSafeEqual(digest(sent), digest(secret))) return;
  throw new InspectorError(
    'INSP_CALLBACK_REFUSED',
    `The address that the data were sent to ${sent === null ? 'has no secret' : 'has another secret than this service'}: ` +
      'correct ipa-inspection-callback-url in the boot configuration',
  );
}

/** Digests are of the same length, so that comparing them tells nothing. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
