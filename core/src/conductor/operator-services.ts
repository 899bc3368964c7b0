import type { BareMetalPort, DhcpLogSight } from '@inspector/plugin-api';
import type { PluginReport } from '../reports/plugin-report.js';
import type { MemberIdentity } from '../reports/cluster-status.js';
import type { FilterStanding, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { RuleOperations } from '../rules/types.js';

/** What operators ask the conductor about, besides nodes. It has these because it has the plugins. */
export interface OperatorServices {
  readonly rules: RuleOperations;
  /** What the plugin host reports of every installed plugin. */
  readonly plugins: () => readonly PluginReport[];
  /** What names this process among those that share the database. */
  readonly identity: MemberIdentity;
  readonly filter: {
    /** How the filter stands, without a look at the system. */
    standing(): FilterStanding;
    status(asked?: {
      readonly mac?: string | undefined;
      readonly node?: {
        readonly uuid: string;
        readonly name: string | null;
        readonly ports: readonly BareMetalPort[];
      };
    }): Promise<PxeFilterStatus>;
    /** What the DHCP server has written down last of machines. @param macs - canonical */
    log(macs: readonly string[]): Promise<DhcpLogSight>;
  };
}
