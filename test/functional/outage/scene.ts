import type { JsonObject } from '@inspector/plugin-api';
import type { FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { eventually, payload, type Bench, type Status } from '../harness.js';

/** A machine, its node, and what its ramdisk posts. */
export interface Machine {
  readonly uuid: string;
  readonly posted: JsonObject;
}

/** Names of services, as texts of errors have them. */
export const NAMED =
  /url: http|bare metal service|\/v1\/|PXE filter|object storage|The storage|Keystone|identity service|database/;

/** Milliseconds within which everything ends: outages, and the retries after them. */
const LIMIT = 30_000;

/** Whether nothing goes on any more. */
export const isOver = ({ finished, state }: Status): boolean => finished && state !== 'reapplying';

let machines = 0;

/** A running service, the bare metal service it works with, and what an operator sees of both. */
export class Scene {
  private constructor(
    readonly bench: Bench,
    readonly ironic: FakeIronic,
    private readonly data: JsonObject,
  ) {}

  /** @param ironic - where it is not the one of the bench */
  static async of(bench: Bench, ironic: FakeIronic = bench.ironic): Promise<Scene> {
    // The first request loads what sends it, which may take longer than these tests have.
    await eventually(
      () => bench.start('no-such-node'),
      ({ status }) => status === 404,
      'Ironic',
      LIMIT,
    );
    return new Scene(bench, ironic, await payload());
  }

  /** A machine of its own for each test: all its addresses end differently. */
  machine(): Machine {
    machines += 1;
    const end = machines
      .toString(16)
      .padStart(4, '0')
      .replace(/(..)(..)/, '$1:$2');
    const bmc = `10.0.${String(machines >> 8)}.${String(machines & 255)}`;
    const text = JSON.stringify(this.data)
      .replaceAll(/52:54:00:([0-9a-f]{2}):[0-9a-f]{2}:[0-9a-f]{2}/g, `52:54:00:$1:${end}`)
      .replaceAll(/"bmc_address": ?"[^"]*"/g, `"bmc_address":"${bmc}"`);
    const posted = JSON.parse(text) as JsonObject;
    const inventory = posted['inventory'] as JsonObject;
    const [card] = inventory['interfaces'] as JsonObject[];
    const { uuid } = this.ironic.addNode({ driver_info: { ipmi_address: bmc } });
    this.ironic.addPort({ node_uuid: uuid, address: String(card?.['mac_address']) });
    return { uuid, posted };
  }

  /** Lines of the log about a node that have some words. */
  linesOf(uuid: string, words: string): number {
    return this.bench.log.filter((line) => line.includes(uuid) && line.includes(words)).length;
  }

  /** Expects one such line, which may be written just after the state that it tells of can be read. */
  async oneLineOf(uuid: string, words: string): Promise<void> {
    const lines = await eventually(
      () => this.linesOf(uuid, words),
      (count) => count > 0,
      `lines "${words}" of ${uuid}`,
    );
    expect(lines).to.equal(1);
  }

  /** The status once it is as wanted; while the service cannot tell it, it is asked again. */
  async until(uuid: string, wanted: (status: Status) => boolean): Promise<Status> {
    const status = await this.untilIfAny(uuid, wanted);
    if (status === undefined) throw new Error(`There is no introspection of ${uuid}`);
    return status;
  }

  /** As {@link until}; undefined where there is no introspection. */
  async untilIfAny(uuid: string, wanted: (status: Status) => boolean): Promise<Status | undefined> {
    const { status, body } = await eventually(
      () => this.bench.request('GET', `/v1/introspection/${uuid}`),
      (answer) =>
        answer.status === 404 || (answer.status === 200 && wanted(answer.body as unknown as Status)),
      `node ${uuid}`,
      LIMIT,
    );
    return status === 200 ? (body as unknown as Status) : undefined;
  }

  /** The status once the introspection is over. */
  over(uuid: string): Promise<Status> {
    return this.until(uuid, isOver);
  }

  /** Starts, and waits for the machine to be told to boot. */
  async waiting(uuid: string): Promise<void> {
    const { status, body } = await this.bench.start(uuid);
    expect(status, JSON.stringify(body)).to.equal(202);
    expect(await this.until(uuid, ({ state }) => state !== 'starting')).to.include({ state: 'waiting' });
  }

  /** Expects that an introspection ends well, once, with all that belongs to it. */
  async endsWell(uuid: string): Promise<void> {
    expect(await this.over(uuid)).to.include({ state: 'finished', error: null });
    await this.oneLineOf(uuid, 'introspection finished');
    const node = this.ironic.node(uuid) as unknown as JsonObject;
    expect(node['properties']).to.have.property('cpus');
    expect(node['power_state']).to.equal('power off');
    for (const path of ['data', 'data/unprocessed']) {
      const stored = await this.bench.request('GET', `/v1/introspection/${uuid}/${path}`);
      expect(stored.status, path).to.equal(200);
    }
    const ports = [...this.ironic.ports.values()].filter((port) => port.node_uuid === uuid);
    expect(new Set(ports.map(({ address }) => address)).size).to.equal(ports.length);
  }
}
