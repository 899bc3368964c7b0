import type { ComponentType } from 'preact';
import type { Place } from '../router.js';
import { ActivityView } from './activity.js';
import { ClusterView } from './cluster.js';
import { DhcpView } from './dhcp.js';
import { InventoryView } from './inventory.js';
import { NodesView } from './nodes.js';
import { NodeOrNodes } from './node/node.js';
import { PluginsView } from './plugins.js';
import { RulesView } from './rules/rules.js';

/** One of the views. */
export interface View {
  /** First part of the place. */
  readonly path: string;
  /** Another first part that belongs to it. */
  readonly also?: string;
  readonly title: string;
  readonly View: ComponentType<{ readonly place: Place }>;
}

/** All views, in the order of the menu. */
export const VIEWS: readonly View[] = [
  { path: 'nodes', also: 'node', title: 'Nodes', View: NodeOrNodes(NodesView) },
  { path: 'activity', title: 'Activity', View: ActivityView },
  { path: 'rules', title: 'Rules', View: RulesView },
  { path: 'dhcp', title: 'DHCP filter', View: DhcpView },
  { path: 'plugins', title: 'Plugins', View: PluginsView },
  { path: 'cluster', title: 'Cluster', View: ClusterView },
  { path: 'inventory', title: 'Inventory', View: InventoryView },
];
