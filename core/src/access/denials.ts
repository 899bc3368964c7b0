import { InspectorError } from '@inspector/plugin-api';
import type { Denial } from './access-control.js';

/**
 * A caller nobody knows.
 *
 * @param challenge - value of `WWW-Authenticate`
 */
export const unknownCaller = (challenge: string): Denial => ({
  error: new InspectorError('INSP_UNAUTHENTICATED', 'Authentication required'),
  headers: { 'WWW-Authenticate': challenge },
});

/**
 * A caller nobody knows, from an address that sent too many wrong credentials: nobody was asked about these.
 *
 * @param seconds - how long it is shut out
 */
export const shutOut = (challenge: string, seconds: number): Denial => ({
  error: new InspectorError(
    'INSP_UNAUTHENTICATED',
    'Authentication required: too many wrong credentials came from your address, try again later',
  ),
  headers: { 'WWW-Authenticate': challenge, 'Retry-After': String(seconds) },
});

/** A caller who may not do this. The words are those of ironic-inspector. */
export const deniedByPolicy = (): Denial => ({
  error: new InspectorError('INSP_FORBIDDEN', 'Access denied by policy'),
});
