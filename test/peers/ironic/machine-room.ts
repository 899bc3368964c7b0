import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { createInspector, type Inspector, type UserConfig } from '@inspector/core';
import type { BareMetalNode, BareMetalPort, JsonObject } from '@inspector/plugin-api';
import { postAsRamdisk, type Machine } from '@inspector/simulator';
import { pino } from 'pino';
import { freePort } from '../free-port.js';
import { IRONIC_PROGRAMS, startIronic, type Ironic } from '../servers/ironic.js';
import { run } from '../servers/run.js';

/** Programs a {@link MachineRoom} needs. */
export const ROOM_PROGRAMS = [...IRONIC_PROGRAMS, '/usr/bin/openstack', '/usr/bin/python3'] as const;

/** Milliseconds after which something that was waited for is taken as not coming. */
const PATIENCE = 40_000;
/** Times another port is tried for Inspector. */
const PORT_ATTEMPTS = 3;

/** A node as the openstack client shows it. */
export interface ShownNode {
  readonly uuid: string;
  readonly driver: string;
  readonly resource_class: string | null;
  readonly provision_state: string;
  readonly power_state: string | null;
  readonly last_error: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** A record of Inspector. */
export interface Status {
  readonly uuid: string;
  readonly state: string;
  readonly finished: boolean;
  readonly error: string | null;
}

/** A real Ironic and an Inspector that know each other, used from outside as operators do. */
export class MachineRoom {
  readonly ironic: Ironic;
  readonly inspector: Inspector;
  readonly #folder: string;

  private constructor(ironic: Ironic, inspector: Inspector, folder: string) {
    this.ironic = ironic;
    this.inspector = inspector;
    this.#folder = folder;
  }

  /** Starts both. */
  static async open(config: UserConfig = {}): Promise<MachineRoom> {
    for (let attempt = 1; ; attempt += 1) {
      const listenPort = await freePort();
      const folder = await mkdtemp(join(tmpdir(), 'inspector-room-'));
      const ironic = await startIronic({ inspectorUrl: `http://127.0.0.1:${String(listenPort)}` });
      try {
        const inspector = await createInspector({
          cwd: folder,
          log: pino({ level: 'silent' }),
          config: {
            listenPort,
            introspectionDelay: 0,
            ironic: { endpointOverride: ironic.url, retryInterval: 0.2 },
            ...config,
          },
        });
        return new MachineRoom(ironic, inspector, folder);
      } catch (error) {
        await ironic.stop();
        await rm(folder, { recursive: true });
        if (attempt === PORT_ATTEMPTS) throw error;
      }
    }
  }

  async close(): Promise<void> {
    await this.inspector.close();
    await this.ironic.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** Runs `openstack baremetal …` and answers what it prints. */
  async openstack(...args: readonly string[]): Promise<string> {
    return run('/usr/bin/openstack', ['baremetal', ...args], { env: this.ironic.env });
  }

  /** Makes one call of openstacksdk's introspection client; see sdk.py. */
  async sdk(...args: readonly string[]): Promise<unknown> {
    const script = fileURLToPath(new URL('sdk.py', import.meta.url));
    return JSON.parse(await run('/usr/bin/python3', [script, this.inspector.url, ...args])) as unknown;
  }

  /**
   * Enrols a machine with the openstack client, with one port for the card it boots from, and takes it into
   * management.
   */
  async enrol(machine: Machine): Promise<string> {
    const created = JSON.parse(
      await this.openstack(
        ...['node', 'create', '--driver', 'fake-hardware', '--name', machine.name],
        ...['--driver-info', `ipmi_address=${machine.bmcAddress}`, '--format', 'json'],
      ),
    ) as { uuid: string };
    await this.#ironic('POST', '/v1/ports', { node_uuid: created.uuid, address: machine.pxeMac });
    await this.#ironic('PUT', `/v1/nodes/${created.uuid}/states/provision`, { target: 'manage' });
    await this.isProvisioned(created.uuid, 'manageable');
    return created.uuid;
  }

  async node(uuid: string): Promise<ShownNode> {
    return JSON.parse(await this.openstack('node', 'show', uuid, '--format', 'json')) as ShownNode;
  }

  /** UUIDs of all nodes that have a BMC address. */
  async nodesWithBmc(address: string): Promise<string[]> {
    const { nodes } = await this.#ironic('GET', '/v1/nodes?fields=uuid,driver_info');
    return (nodes as unknown as BareMetalNode[])
      .filter(({ driver_info }) => driver_info?.['ipmi_address'] === address)
      .map(({ uuid }) => uuid);
  }

  /** The ports of a node, all fields. */
  async ports(uuid: string): Promise<BareMetalPort[]> {
    const { ports } = await this.#ironic('GET', `/v1/ports/detail?node=${uuid}`);
    return ports as BareMetalPort[];
  }

  /** MACs of the ports of a node. */
  async macs(uuid: string): Promise<string[]> {
    return (await this.ports(uuid)).map(({ address }) => address);
  }

  async status(uuid: string): Promise<Status | undefined> {
    const response = await fetch(`${this.inspector.url}/v1/introspection/${uuid}`);
    return response.status === 200 ? ((await response.json()) as Status) : undefined;
  }

  /** Starts an introspection through the API. */
  async start(uuid: string): Promise<void> {
    const response = await fetch(`${this.inspector.url}/v1/introspection/${uuid}`, { method: 'POST' });
    if (response.status !== 202) throw new Error(await response.text());
  }

  /** Waits until the record of a node is in a state. */
  async reaches(uuid: string, state: string): Promise<Status> {
    const found = await until(
      () => this.status(uuid),
      (status) => status?.state === state,
    );
    if (found?.state === state) return found;
    throw new Error(`the introspection is not ${state} but ${JSON.stringify(found)}`);
  }

  /** Waits until Ironic has a node in a provision state; answers the node's `last_error`. */
  async isProvisioned(uuid: string, state: string): Promise<string | null> {
    const look = async () => (await this.#ironic('GET', `/v1/nodes/${uuid}`)) as unknown as ShownNode;
    const found = await until(look, (node) => node.provision_state === state);
    if (found.provision_state === state) return found.last_error;
    throw new Error(
      `Ironic has the node ${found.provision_state}, not ${state}: ${String(found.last_error)}`,
    );
  }

  /** What the ramdisk of a machine does once it is booted; answers the status of its post. */
  async report(machine: Machine): Promise<number | undefined> {
    const { status } = await postAsRamdisk(JSON.stringify(machine.payload), {
      callbackUrl: `${this.inspector.url}/v1/continue`,
    });
    return status;
  }

  async #ironic(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const response = await fetch(this.ironic.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-openstack-ironic-api-version': '1.76' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as JsonObject;
  }
}

/** Looks again and again until something holds or patience ends; answers what was seen last. */
async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (holds(seen) || Date.now() > end) return seen;
    await delay(50);
  }
}
