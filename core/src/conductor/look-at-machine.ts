import {
  type BareMetal,
  type BareMetalNode,
  type BareMetalPort,
  InspectorError,
  type Json,
  Patience,
  thrownText,
  withPatience,
} from '@inspector/plugin-api';
import type { BmcResolver } from '@inspector/plugin-api/bmc';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type { BareMetalSight, MachineQuestion, SeenNode, SeenPort } from '../reports/machine-sight.js';
import { canonicalUuid } from '../node/uuid.js';
import { inTime } from '../tasks/in-time.js';

/** Milliseconds that the bare metal service gets to say how a node stands. */
const LIMIT = 1500;
/** Milliseconds for the names of BMCs to be resolved; those that were resolved in the last minute take none. */
const NAMES = 200;
const FIELDS = [
  ...['uuid', 'name', 'provision_state', 'power_state', 'target_power_state', 'last_error'],
  ...['maintenance', 'maintenance_reason', 'reservation', 'driver_info'],
];

interface Services {
  readonly baremetal: Pick<BareMetal, 'getNode' | 'listNodePorts' | 'findPorts'>;
  readonly bmc: Pick<BmcResolver, 'addressesOf'>;
}

/**
 * Asks the bare metal service once how a node stands. Never rejects: that it could not be asked, or took longer than 1.5 s, is an
 * answer, too.
 */
export async function lookAtMachine(question: MachineQuestion, services: Services): Promise<BareMetalSight> {
  try {
    return await inTime(
      withPatience(Patience.of(0), () => look(question, services)),
      LIMIT,
      () => ({ known: null, unknown: `it gave no answer within ${LIMIT / 1000} s` }),
    );
  } catch (error) {
    return isUnknown(error) ? { known: false } : { known: null, unknown: thrownText(error) };
  }
}

/** What is no possible name of a node is the name of none. */
const isUnknown = (error: unknown): boolean =>
  InspectorError.is(error) && (error.code === 'INSP_NODE_NOT_FOUND' || error.code === 'INSP_BAD_REQUEST');

async function look({ node: id, mac }: MachineQuestion, services: Services): Promise<BareMetalSight> {
  const asked = id ?? (mac === undefined ? undefined : await ownerOf(mac, services));
  if (asked === undefined) return { known: false };
  const { baremetal, bmc } = services;
  // Ports are listed by the UUID: for a name it has to be learned first.
  const early = canonicalUuid(asked) === undefined ? undefined : baremetal.listNodePorts(asked);
  const [node, known] = await Promise.all([baremetal.getNode(asked, FIELDS), early]);
  const [ports, addresses] = await Promise.all([
    known ?? baremetal.listNodePorts(node.uuid),
    inTime(bmc.addressesOf(node), NAMES, (): readonly string[] => []),
  ]);
  return { known: true, node: seenNode(node, ports, addresses) };
}

async function ownerOf(mac: string, { baremetal }: Services): Promise<string | undefined> {
  const ports = await baremetal.findPorts(mac);
  return ports.find(({ node_uuid: owner }) => owner !== undefined)?.node_uuid;
}

const seenNode = (
  node: BareMetalNode,
  ports: readonly BareMetalPort[],
  addresses: readonly string[],
): SeenNode => ({
  uuid: node.uuid,
  name: node.name ?? null,
  provision_state: textOrNull(node['provision_state']),
  power_state: textOrNull(node['power_state']),
  target_power_state: textOrNull(node['target_power_state']),
  last_error: textOrNull(node['last_error']),
  maintenance: node['maintenance'] === true,
  maintenance_reason: textOrNull(node['maintenance_reason']),
  reservation: textOrNull(node['reservation']),
  bmc_addresses: addresses,
  ports: ports.map(seenPort),
});

const seenPort = ({ address, pxe_enabled: boots, extra }: BareMetalPort): SeenPort => ({
  address: canonicalMac(address) ?? address,
  pxe_enabled: boots !== false,
  client_id: textOrNull(extra && Object.hasOwn(extra, 'client-id') ? extra['client-id'] : undefined),
});

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
