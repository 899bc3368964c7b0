import { recordIn, seenNode, storedIn, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';

/** What Ironic says when a machine could not be switched on; the same for a reboot. */
const POWER = /power state to 'power on'|by 'rebooting'|by 'power on'/;

/** Reasons in Ironic and in the ports of a node for which its machine does not post. */
export const whyMachineIsSilent = (facts: Facts): Finding[] => [
  ...power(facts),
  ...deleted(facts),
  ...ports(facts),
  ...sharedBmc(facts),
  ...heldByIronic(facts),
];

function power(facts: Facts): Finding[] {
  const node = seenNode(facts);
  if (node === undefined || node.power_state === 'power on' || node.target_power_state !== null) return [];
  const { last_error: error } = node;
  const state = node.power_state === null ? 'not known' : `"${node.power_state}"`;
  if (error !== null && POWER.test(error)) {
    // Ironic forgets the error when the next order begins, and Inspector has given one before the node waits.
    const isOurs = recordIn(facts)?.manageBoot === true;
    const evidence = `Ironic says that the power of the machine is ${state}, and: ${error}`;
    return [finding('WHY_POWER_FAILED', isOurs ? 'sure' : 'likely', evidence)];
  }
  if (node.power_state !== 'power off') return [];
  const remedy =
    recordIn(facts)?.manageBoot === false
      ? 'Inspector leaves the power of this machine alone: whoever started the introspection has to switch it on.'
      : undefined;
  return [finding('WHY_POWER_OFF', 'likely', 'Ironic says that the machine is switched off.', remedy)];
}

const deleted = (facts: Facts): Finding[] =>
  facts.baremetal.known === false && facts.uuid !== null
    ? [
        finding(
          'WHY_NODE_DELETED',
          'likely',
          'The bare metal service was asked now, and does not know the node.',
        ),
      ]
    : [];

/** Ports that the machine cannot be found by. */
function ports(facts: Facts): Finding[] {
  const [node, stored] = [seenNode(facts), storedIn(facts)];
  if (node === undefined || stored === undefined) return [];
  const known = new Set(stored.attributes.filter(({ name }) => name === 'mac').map(({ value }) => value));
  if (node.ports.length === 0 && known.size === 0) {
    const bmc = stored.attributes.map(({ value }) => value).join(', ');
    const only = bmc === '' ? '' : ` Its machine is found only by the BMC address ${bmc}.`;
    const evidence = `The node has no port in Ironic.${only}`;
    return [finding('WHY_NO_PORT', 'likely', evidence)];
  }
  const boot = node.ports.filter(({ pxe_enabled: boots }) => boots);
  const late = boot.filter(({ address }) => !known.has(address));
  if (late.length === 0) return [];
  const evidence = `Ports in Ironic that the introspection does not know: ${late.map(({ address }) => address).join(', ')}.`;
  return [finding('WHY_PORT_TOO_NEW', late.length === boot.length ? 'likely' : 'possible', evidence)];
}

function sharedBmc(facts: Facts): Finding[] {
  const { shared = [], attributes = [] } = storedIn(facts) ?? {};
  const others = shared.filter(({ name, nodeUuid }) => name === 'bmc_address' && nodeUuid !== facts.uuid);
  const [first] = others;
  if (first === undefined) return [];
  const uuids = [...new Set(others.map(({ nodeUuid }) => nodeUuid))];
  const hasMac = attributes.some(({ name }) => name === 'mac');
  const evidence = `Nodes on introspection that have the BMC address ${first.value}, too: ${uuids.slice(0, 5).join(', ')}${uuids.length > 5 ? ` and ${uuids.length - 5} more` : ''}.`;
  return [finding('WHY_SHARED_BMC', hasMac ? 'possible' : 'likely', evidence)];
}

function heldByIronic(facts: Facts): Finding[] {
  const node = seenNode(facts);
  if (node === undefined) return [];
  const { maintenance, maintenance_reason: reason, reservation } = node;
  return [
    ...(reservation === null
      ? []
      : [
          finding(
            'WHY_NODE_LOCKED',
            'possible',
            `The conductor ${reservation} of Ironic works on the node just now.`,
          ),
        ]),
    ...(maintenance
      ? [
          finding(
            'WHY_MAINTENANCE',
            'possible',
            `The node is in maintenance${reason === null ? '' : `: ${reason}`}.`,
          ),
        ]
      : []),
  ];
}
