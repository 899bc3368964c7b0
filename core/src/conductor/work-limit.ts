import type { InspectorConfig } from '../config/types.js';

/**
 * Seconds that the work on a node may take at a stretch; 0: any time. An introspection that is being worked on may take
 * longer than `timeout`, but not for ever: what takes longer by more than a hook may take hangs.
 */
export const workLimit = ({
  timeout,
  pluginHost,
}: Pick<InspectorConfig, 'timeout' | 'pluginHost'>): number =>
  timeout > 0 ? timeout + pluginHost.timeout : 0;
