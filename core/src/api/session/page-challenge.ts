import type { InspectorConfig } from '../../config/types.js';

/**
 * Value of `WWW-Authenticate` for pages: which form to show, `password` for user and password, or `keystone`, where a project may be
 * named and a token taken instead. At a challenge it knows, such as `Basic`, a browser would open a
 * window of its own in front of the page.
 */
export const pageChallenge = (strategy: InspectorConfig['authStrategy']): string =>
  `Inspector-Session form="${strategy === 'keystone' ? 'keystone' : 'password'}"`;
