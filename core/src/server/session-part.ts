import { sessionKey } from '../access/session/session-key.js';
import { Sessions } from '../access/session/sessions.js';
import type { InspectorConfig } from '../config/types.js';

/**
 * What knows logins from pages; undefined where nobody has to log in.
 *
 * @throws INSP_CONFIG_INVALID
 */
export const makeSessions = (config: InspectorConfig): Sessions | undefined =>
  config.authStrategy === 'noauth' ? undefined : new Sessions(sessionKey(config), config.session.lifetime);
