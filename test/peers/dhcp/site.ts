import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PxeFilter } from '@inspector/client';
import { createMachine, type MachineOptions } from '@inspector/simulator';
import { startEnclosedIronic, type EnclosedIronic } from './enclosed-ironic.js';
import type { EnclosedInspector } from './enclosed-inspector.js';
import { createDhcpNetwork, type DhcpNetwork } from './network.js';

const machineNumber = (index: number): MachineOptions => ({ index, ports: 'pxe' });

/** The machine that is introspected. */
export const OURS = createMachine(machineNumber(1));
/** An enrolled machine that never is. */
export const OTHER = createMachine(machineNumber(2));
/** MACs of the machines of a site; nobody has enrolled the stranger. */
export const MACS = { ours: OURS.pxeMac, other: OTHER.pxeMac, stranger: '52:54:00:77:00:01' };

/** A network with a fake Ironic that knows two of its three machines, and a scratch folder. */
export interface Site {
  readonly network: DhcpNetwork;
  readonly folder: string;
  readonly ironic: EnclosedIronic;
  remove(): Promise<void>;
}

/** Makes a site. */
export async function createSite(): Promise<Site> {
  const network = await createDhcpNetwork(Object.values(MACS));
  const folder = await mkdtemp(join(tmpdir(), 'inspector-dhcp-'));
  const ironic = await startEnclosedIronic(network);
  await ironic.enroll(machineNumber(1));
  await ironic.enroll(machineNumber(2));
  return {
    network,
    folder,
    ironic,
    async remove() {
      await ironic.close();
      await network.remove();
      await rm(folder, { recursive: true });
    },
  };
}

/** How the PXE filter of a service stands. */
export async function filterStatus(server: EnclosedInspector): Promise<PxeFilter> {
  const { body } = await server.call('GET', '/v1/pxe-filter');
  return JSON.parse(body) as PxeFilter;
}

/** Waits until something about the filter is true; fails after 20 s with what it is instead. */
export async function untilFilter(
  server: EnclosedInspector,
  isRight: (status: PxeFilter) => boolean,
): Promise<void> {
  const end = Date.now() + 20_000;
  let status = await filterStatus(server);
  while (!isRight(status)) {
    if (Date.now() > end) throw new Error(`the filter stays as it is: ${JSON.stringify(status)}`);
    await sleep(50);
    status = await filterStatus(server);
  }
}

/** Waits until a synchronisation that began after this call has succeeded. */
export async function untilSynchronised(server: EnclosedInspector): Promise<void> {
  const now = new Date().toISOString();
  await untilFilter(server, ({ last_sync: last }) => last !== null && last.started_at > now);
}
