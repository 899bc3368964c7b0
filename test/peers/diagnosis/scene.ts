import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Diagnosis } from '@inspector/client';
import { createInspector, type Inspector, type UserConfig } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import type { Machine } from '@inspector/simulator';
import { pino } from 'pino';
import { ROOT } from '../../functional/harness.js';
import { startDnsmasq } from '../dhcp/dnsmasq.js';
import type { DhcpNetwork } from '../dhcp/network.js';
import type { Daemon } from '../servers/daemon.js';
import type { Ironic } from '../servers/ironic.js';

/** Milliseconds after which something that was waited for is taken as not coming. */
const PATIENCE = 40_000;

/** An Inspector between a real Ironic and a real dnsmasq. */
export class Scene {
  private constructor(
    readonly inspector: Inspector,
    private readonly ironic: Ironic,
    private readonly dnsmasq: Daemon,
    private readonly folder: string,
  ) {}

  /** Starts dnsmasq and Inspector. */
  static async open(ironic: Ironic, network: DhcpNetwork, config: UserConfig = {}): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-scene-'));
    await mkdir(join(folder, 'hosts'), { mode: 0o755 });
    const dnsmasq = await startDnsmasq(network, {
      ...{ folder, hostsDirectory: join(folder, 'hosts'), logFile: join(folder, 'dnsmasq.log') },
    });
    try {
      const inspector = await createInspector({
        cwd: ROOT,
        log: pino({ level: 'silent' }),
        upgradeDatabase: true,
        config: {
          ...{ listenPort: 0, introspectionDelay: 0, cleanUpPeriod: 1 },
          database: { connection: `sqlite:///${folder}/inspector.sqlite`, sqliteSynchronous: false },
          pxeFilter: { driver: 'dnsmasq', syncPeriod: 1 },
          dnsmasqPxeFilter: { dhcpHostsdir: join(folder, 'hosts') },
          ...config,
          ironic: { endpointOverride: ironic.url, retryInterval: 0.2, connectRetries: 20 },
        },
      });
      return new Scene(inspector, ironic, dnsmasq, folder);
    } catch (error) {
      await dnsmasq.stop();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.inspector.close();
    await this.dnsmasq.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Enrols a node and takes it into management, if its BMC is of `fake-hardware`. */
  async enrol(fields: JsonObject, macs: readonly string[] = []): Promise<string> {
    const node = await this.#ironic('POST', '/v1/nodes', { driver: 'fake-hardware', ...fields });
    const uuid = String(node['uuid']);
    if (node['driver'] === 'fake-hardware') {
      await this.#ironic('PUT', `/v1/nodes/${uuid}/states/provision`, { target: 'manage' });
      await until(
        () => this.#ironic('GET', `/v1/nodes/${uuid}`),
        (seen) => seen['provision_state'] === 'manageable' && seen['reservation'] === null,
        'the node in Ironic',
      );
    }
    for (const address of macs) await this.#ironic('POST', '/v1/ports', { node_uuid: uuid, address });
    return uuid;
  }

  /** Enrols a machine with the card it boots from. */
  enrolMachine({ bmcAddress, pxeMac }: Machine, fields: JsonObject = {}): Promise<string> {
    return this.enrol({ driver_info: { ipmi_address: bmcAddress }, ...fields }, [pxeMac]);
  }

  /** Removes a node, so that its MAC address is free for another one. */
  async remove(uuid: string): Promise<void> {
    await until(
      () => this.#ironic('GET', `/v1/nodes/${uuid}`),
      ({ reservation }) => reservation === null,
      'the lock of the node in Ironic',
    );
    await this.#ironic('DELETE', `/v1/nodes/${uuid}`);
  }

  /** Gives a power order to Ironic, as an operator does. */
  async power(uuid: string, target: string): Promise<void> {
    await this.#ironic('PUT', `/v1/nodes/${uuid}/states/power`, { target });
  }

  /** Takes the directory of the hosts away from under dnsmasq, and makes another one. */
  async replaceHosts(): Promise<void> {
    const hosts = join(this.folder, 'hosts');
    await rename(hosts, `${hosts}-old`);
    await mkdir(hosts, { mode: 0o755 });
  }

  /** Waits until dnsmasq is told to give a machine no lease. */
  async isDenied(mac: string): Promise<void> {
    await until(
      async () => (await this.request('GET', `/v1/pxe-filter?mac=${mac}`))['mac'] as JsonObject,
      ({ system }) => system === 'deny',
      'what the machine gets',
    );
  }

  /** Ends dnsmasq. */
  killDnsmasq(): Promise<void> {
    return this.dnsmasq.kill();
  }

  async request(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const response = await fetch(this.inspector.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text === '' ? {} : (JSON.parse(text) as JsonObject);
  }

  async start(uuid: string): Promise<void> {
    await this.request('POST', `/v1/introspection/${uuid}`);
  }

  /** Starts an introspection, and waits until its node is in a state. */
  async startUntil(uuid: string, state: string): Promise<void> {
    await this.start(uuid);
    await this.reaches(uuid, state);
  }

  async reaches(uuid: string, state: string): Promise<void> {
    await until(
      () => this.request('GET', `/v1/introspection/${uuid}`),
      (seen) => seen['state'] === state,
      `the introspection, which should be ${state},`,
    );
  }

  /** Posts data as a ramdisk does. */
  async post(data: JsonObject): Promise<void> {
    await this.request('POST', '/v1/continue', data);
  }

  async why(machine: string): Promise<Diagnosis> {
    return (await this.request('GET', `/v1/introspection/${machine}/diagnosis`)) as unknown as Diagnosis;
  }

  /** Asks why until this comes first: what Ironic and dnsmasq do takes its time. */
  async untilFirst(machine: string, code: string): Promise<Diagnosis> {
    return until(
      () => this.why(machine),
      ({ findings: [first] }) => first?.code === code,
      `the diagnosis, which should begin with ${code},`,
    );
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

async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean, what: string): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`${what} stays ${JSON.stringify(seen, null, 1)}`);
    await delay(100);
  }
}
