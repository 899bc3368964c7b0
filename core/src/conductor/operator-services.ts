import type { BareMetalPort } from '@inspector/plugin-api';
import type { PluginReport } from '../reports/plugin-report.js';
import type { PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { RuleOperations } from '../rules/types.js';

/** What operators ask the conductor about, besides nodes. It has these because it has the plugins. */
export interface OperatorServices {
  readonly rules: RuleOperations;
  /** What the plugin host reports of every installed plugin. */
  readonly plugins: () => readonly PluginReport[];
  readonly filter: {
    status(asked?: {
      readonly mac?: string | undefined;
      readonly node?: {
        readonly uuid: string;
        readonly name: string | null;
        readonly ports: readonly BareMetalPort[];
      };
    }): Promise<PxeFilterStatus>;
  };
}
