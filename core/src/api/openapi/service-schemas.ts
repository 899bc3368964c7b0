import { complete, listOf } from '../../json/typed-schema.js';
import { CLUSTER_STATUS } from '../../reports/cluster-status.js';
import { PLUGIN_REPORT } from '../../reports/plugin-report.js';
import { PXE_FILTER_STATUS } from '../../reports/pxe-filter-status.js';
import { ref } from './ref.js';

/** Schemas of the answers about the service itself: installed plugins, the PXE filter, the members. */
export const SERVICE_SCHEMAS = {
  Plugins: complete({ plugins: listOf(ref('Plugin', PLUGIN_REPORT)) }),
  Plugin: PLUGIN_REPORT,
  PxeFilter: PXE_FILTER_STATUS,
  Cluster: CLUSTER_STATUS,
} as const;
