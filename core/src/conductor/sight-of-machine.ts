import type { DhcpLogSight } from '@inspector/plugin-api';
import type { PxeFilterStatus } from '../reports/pxe-filter-status.js';
import type { MachineSight, SightQuestion } from '../reports/machine-sight.js';
import { inTime } from '../tasks/in-time.js';
import type { OperatorServices } from './operator-services.js';
import { progressOf } from './progress-of.js';
import type { ConductorServices } from './services.js';

/** Milliseconds that the PXE filter gets to look at the system. */
const LIMIT = 1200;
const LATE = `The PXE filter has not looked at the system within ${LIMIT / 1000} s.`;
const UNREAD: DhcpLogSight = { isRead: false, reason: LATE, requests: [] };
/** No node has this UUID: the filter is asked about cards. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What this process sees of a machine: the work on its node, and what its DHCP server does with it. Asks no other service. */
export async function sightOfMachine(
  { uuid, ports }: SightQuestion,
  services: Pick<ConductorServices, 'delay' | 'holdings' | 'progress'>,
  { identity, filter }: Pick<OperatorServices, 'identity' | 'filter'>,
): Promise<MachineSight> {
  const { host, process, program } = identity;
  const [{ node, ...standing }, log] = await Promise.all([
    inTime(
      filter.status({ node: { uuid: uuid ?? NOBODY, name: null, ports: ports.map(asPort) } }),
      LIMIT,
      (): PxeFilterStatus => ({ ...filter.standing(), dhcp_server: { follows: 'unknown', reason: LATE } }),
    ),
    inTime(filter.log(ports.map(({ address }) => address)), LIMIT, () => UNREAD),
  ]);
  const work = uuid === undefined ? { held: false, step: null, queue: null } : progressOf(uuid, services);
  return { host, process, program, ...work, filter: { ...standing, machines: node?.machines ?? [], log } };
}

/** A port as far as it says how the DHCP server sees the card. */
const asPort = ({ address, client_id: id }: SightQuestion['ports'][number]) => ({
  uuid: NOBODY,
  address,
  ...(id === null ? {} : { extra: { 'client-id': id } }),
});
