import type { InspectorConfig } from '../config/types.js';
import type { PluginGroup } from '@inspector/plugin-api';

/** Which plugins to use, by the three ways a group can be selected from. */
export interface PluginSelection {
  /** Exactly one of a group. */
  readonly drivers: readonly { readonly group: PluginGroup; readonly name: string }[];
  /** Several of a group, in this order. */
  readonly named: readonly { readonly group: PluginGroup; readonly names: readonly string[] }[];
  /** Everything installed of a group. */
  readonly extensions: readonly PluginGroup[];
}

/**
 * What an API in front of conductors elsewhere uses: it reads the storage, and learns which conductors there are, unless
 * it was given one.
 */
export const selectApiPlugins = (
  { processing, coordination }: Pick<InspectorConfig, 'processing' | 'coordination'>,
  hasConductor: boolean,
): PluginSelection => ({
  drivers: [
    { group: 'inspector.storage', name: processing.storeData },
    ...(hasConductor ? [] : [{ group: 'inspector.coordination' as const, name: coordination.driver }]),
  ],
  named: [],
  extensions: ['inspector.page'],
});

/** What a configuration enables for the whole service. */
export function selectPlugins(config: InspectorConfig): PluginSelection {
  const { processing } = config;
  const notFound = processing.nodeNotFoundHook;
  return {
    drivers: [
      { group: 'inspector.baremetal', name: config.baremetal.driver },
      { group: 'inspector.coordination', name: config.coordination.driver },
      { group: 'inspector.storage', name: processing.storeData },
      { group: 'inspector.pxe-filter', name: config.pxeFilter.driver },
      ...(notFound ? [{ group: 'inspector.hook.node-not-found' as const, name: notFound }] : []),
    ],
    named: [{ group: 'inspector.hook.processing', names: processing.processingHooks }],
    extensions: ['inspector.rule.condition', 'inspector.rule.action', 'inspector.page'],
  };
}
