import { InspectorError, type BareMetalPort, type NodeHandle, type PluginLog } from '@inspector/plugin-api';
import type { ServiceOptions } from '@inspector/plugin-api';

/** A port the node shall have. */
export interface WantedPort {
  /** Lower case. */
  readonly mac: string;
  /** InfiniBand only. */
  readonly clientId: string | undefined;
  /** Whether the machine booted from this card. */
  readonly pxe: boolean;
}

/** What the ports of a node are brought in line with. */
export interface WantedPorts {
  /** Each MAC once. */
  readonly selected: readonly WantedPort[];
  /** MACs of every card of the machine, lower case. */
  readonly present: readonly string[];
  readonly bootKnown: boolean;
}

type Options = Pick<ServiceOptions, 'processing' | 'limits'>;
type Processing = ServiceOptions['processing'];

// In these states a tenant uses the machine: nothing that exists may change.
const IN_USE = new Set(['active', 'rescue']);

/**
 * Creates the ports that are missing, deletes those `keepPorts` does not keep, corrects PXE flags.
 *
 * @throws InspectorError `INSP_HOOK_FAILED` when the node would have more ports than `limits.interfaces`; none is created
 */
export const alignPorts = async (
  node: NodeHandle,
  wanted: WantedPorts,
  options: Options,
  log: PluginLog,
): Promise<void> => {
  const { processing } = options;
  if (processing.addPorts !== 'disabled') await createMissing(node, wanted, options, log);
  const { provision_state: state } = await node.node();
  if (IN_USE.has((state ?? '').toLowerCase())) return;
  await deleteUnwanted(node, wanted, processing, log);
  if (processing.overwriteExisting && processing.updatePxeEnabled && wanted.bootKnown) {
    await correctPxeFlags(node, wanted);
  }
};

const createMissing = async (
  node: NodeHandle,
  { selected, bootKnown }: WantedPorts,
  { processing: { updatePxeEnabled }, limits }: Options,
  log: PluginLog,
): Promise<void> => {
  const existing = await node.ports();
  const missing = selected.filter(({ mac }) => !existing.has(mac));
  if (missing.length < selected.length) {
    log.debug({ macs: selected.filter(({ mac }) => existing.has(mac)).map(({ mac }) => mac) }, 'ports exist');
  }
  if (missing.length === 0) return;
  const ports = existing.size + missing.length;
  if (ports > limits.interfaces) throw tooManyPorts(ports, limits.interfaces);
  await node.createPorts(
    missing.map(({ mac, clientId, pxe }) => ({
      mac,
      ...(clientId ? { clientId } : {}),
      pxe: updatePxeEnabled && bootKnown ? pxe : true,
    })),
  );
};

const deleteUnwanted = async (
  node: NodeHandle,
  { selected, present }: WantedPorts,
  { keepPorts }: Processing,
  log: PluginLog,
): Promise<void> => {
  if (keepPorts === 'all') return;
  const kept = new Set(keepPorts === 'present' ? present : selected.map(({ mac }) => mac));
  for (const mac of [...(await node.ports()).keys()]) {
    if (kept.has(mac)) continue;
    log.info({ mac, keepPorts }, 'deleting a port the machine has no matching network card for');
    await node.deletePort(mac);
  }
};

const correctPxeFlags = async (node: NodeHandle, { selected }: WantedPorts): Promise<void> => {
  const ports: ReadonlyMap<string, BareMetalPort> = await node.ports();
  for (const { mac, pxe } of selected) {
    const port = ports.get(mac);
    if (port === undefined || port.pxe_enabled === pxe) continue;
    node.patchPort(mac, [{ op: 'replace', path: '/pxe_enabled', value: pxe }]);
  }
};

const tooManyPorts = (ports: number, most: number): InspectorError =>
  new InspectorError(
    'INSP_HOOK_FAILED',
    `The node would have ${ports} ports, and the option limits.interfaces allows ${most}. ` +
      'Delete ports of cards that the node does not have any more, or set processing.keepPorts to present.',
  );
