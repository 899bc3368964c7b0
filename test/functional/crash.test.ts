import type { JsonObject } from '@inspector/plugin-api';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chance } from '../mocha/chance.js';
import { payload, type Status } from './harness.js';
import { ServerProcess } from './server-process.js';

const IS_LONG = process.env['INSPECTOR_ABUSE'] === 'long';
const [NODES, KILLS] = IS_LONG ? [200, 200] : [20, 12];
/** Requests to Ironic within which a server is killed; a whole introspection of a node makes some 15. */
const MOST_REQUESTS = 60;

/** A machine of its own: same payload, other MACs and BMC. */
function machine(data: JsonObject, index: number): JsonObject {
  const text = JSON.stringify(data)
    .replaceAll('52:54:00:4e:3d:30', `52:54:00:00:01:${index.toString(16).padStart(2, '0')}`)
    .replaceAll('52:54:00:47:20:4d', `52:54:00:00:02:${index.toString(16).padStart(2, '0')}`)
    .replaceAll('192.167.2.134', `192.0.2.${index + 1}`);
  return JSON.parse(text) as JsonObject;
}

describe('a server killed again and again', () => {
  let folder: string;
  let ironic: FakeIronic;
  let server: ServerProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-crash-'));
    ironic = await startFakeIronic({ latencyMs: 3 });
  });
  afterEach(async () => {
    await server?.kill();
    await ironic.close();
    await rm(folder, { recursive: true });
  });

  const serve = async () => {
    server = await ServerProcess.start(folder, {
      INSPECTOR_LISTEN_PORT: '0',
      INSPECTOR_INTROSPECTION_DELAY: '0',
      INSPECTOR_IRONIC__ENDPOINT_OVERRIDE: ironic.url,
    });
    return server;
  };

  it('loses no record, wedges none and finishes every node', async function () {
    this.timeout(IS_LONG ? 3_600_000 : 400_000);
    const data = await payload();
    const machines = Array.from({ length: NODES }, (_, index) => {
      const posted = machine(data, index);
      const node = ironic.addNode({ driver_info: { ipmi_address: `192.0.2.${index + 1}` } });
      return { posted, uuid: node.uuid };
    });
    const finishedAt = new Map<string, string>();
    const restarts = new Map<string, number>();

    // One step of each machine's life, as an operator and a ramdisk would take it; the connection may break.
    const step = async (url: string, { uuid, posted }: (typeof machines)[number]): Promise<boolean> => {
      const response = await fetch(`${url}/v1/introspection/${uuid}`);
      if (response.status === 404) {
        expect(finishedAt.has(uuid), `the record of ${uuid} was lost`).to.equal(false);
        await fetch(`${url}/v1/introspection/${uuid}`, { method: 'POST' });
        return false;
      }
      const status = (await response.json()) as Status;
      if (status.state === 'finished') {
        const before = finishedAt.get(uuid);
        if (before !== undefined) expect(status.finished_at, `${uuid} finished twice`).to.equal(before);
        finishedAt.set(uuid, String(status.finished_at));
        return true;
      }
      expect(finishedAt.has(uuid), `${uuid} was finished and is ${status.state}`).to.equal(false);
      if (status.state === 'waiting') {
        await fetch(`${url}/v1/continue`, { method: 'POST', body: JSON.stringify(posted) });
      } else if (status.state === 'error') {
        restarts.set(uuid, (restarts.get(uuid) ?? 0) + 1);
        const again = await fetch(`${url}/v1/introspection/${uuid}`, { method: 'POST' });
        expect(again.status, `${uuid} cannot be started again`).to.equal(202);
      }
      return false;
    };
    const isBroken = (error: unknown): boolean =>
      error instanceof TypeError && error.message === 'fetch failed';
    const drive = async (url: string, until: () => boolean): Promise<boolean> => {
      for (;;) {
        const done = await Promise.all(
          machines.map((one) =>
            step(url, one).catch((error: unknown) => {
              if (isBroken(error) || (error instanceof TypeError && error.message === 'terminated'))
                return false;
              throw error;
            }),
          ),
        );
        if (done.every(Boolean)) return true;
        if (until()) return false;
      }
    };

    const random = chance();
    for (let kill = 0; kill < KILLS; kill++) {
      const running = await serve();
      let over = false;
      const driving = drive(running.url, () => over).finally(() => (over = true));
      // At a moment that the seed decides: after so many more requests to Ironic, or when there is nothing left to do.
      const last = ironic.requests.length + Math.floor(random() * MOST_REQUESTS);
      while (ironic.requests.length < last && !over) await pause(1);
      await running.kill();
      over = true;
      server = undefined;
      await driving;
    }
    const last = await serve();
    const end = performance.now() + 60_000;
    expect(await drive(last.url, () => performance.now() > end), 'some node never ended').to.equal(true);
    expect(finishedAt.size).to.equal(NODES);
    for (const { uuid } of machines) {
      expect(ironic.node(uuid).properties).to.include({ cpus: '2', memory_mb: '2048' });
      expect(ironic.node(uuid).power_state).to.equal('power off');
    }
  });
});
