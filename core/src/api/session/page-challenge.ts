import type { InspectorConfig } from '../../config/types.js';

/**
 * Value of `WWW-Authenticate` for pages: what to ask somebody for. At a challenge it knows, such as `Basic`, a browser would open a
 * window of its own in front of the page.
 */
export const pageChallenge = (strategy: InspectorConfig['authStrategy']): string =>
  `Inspector-Session form="${strategy === 'keystone' ? 'token' : 'password'}"`;
