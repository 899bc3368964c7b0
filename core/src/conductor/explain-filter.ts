import type { BareMetal } from '@inspector/plugin-api';
import type { FilterQuestion, PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { OperatorServices } from './operator-services.js';

/** How the PXE filter stands for a machine, or for all machines of a node. See {@link Conductor.pxeFilterStatus}. */
export async function explainFilter(
  { mac, node }: FilterQuestion,
  baremetal: Pick<BareMetal, 'getNode' | 'listNodePorts'>,
  filter: OperatorServices['filter'],
): Promise<PxeFilterStatus> {
  if (node === undefined) return filter.status({ mac });
  const { uuid, name } = await baremetal.getNode(node, ['uuid', 'name']);
  return filter.status({
    mac,
    node: { uuid, name: name ?? null, ports: await baremetal.listNodePorts(uuid) },
  });
}
