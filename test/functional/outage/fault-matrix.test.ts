import type { JsonObject } from '@inspector/plugin-api';
import { type FakeIronic, type FaultKind, type RequestMatcher, startFakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeKeystone } from '../../../plugins/plugin-api/test/openstack/fake-keystone.js';
import { Bench, eventually, payload, type Status } from '../harness.js';
import { pass, quick, quickSeconds } from './quick-time.js';
import { runRamdisk } from './ramdisk.js';
import { FaultyServer, type Failing } from './faulty-server.js';

/** `INSPECTOR_TEST_LONG=1` tries every way to fail in every step, for a short and for a long time. */
const LONG = process.env['INSPECTOR_TEST_LONG'] !== undefined;

const TIMING = { patience: quickSeconds(25), keptPostsInterval: quickSeconds(10) };
const CLIENT = {
  timeout: quickSeconds(20),
  retryInterval: quickSeconds(2),
  connectRetryDelay: quickSeconds(0.5),
};

/** Seconds: one that the posts of the ramdisk outlast, and one that they do not. */
const OUTAGES = LONG ? [8, 45] : [45];

/** A filter whose command fails while a file says so. */
const SHAKY_FILTER = {
  name: 'inspector-pxe-filter-shaky',
  version: '1.0.0',
  type: 'module',
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '*' },
  inspector: { api: 1, entryPoints: { 'inspector.pxe-filter': { shaky: './index.js' } } },
};
const SHAKY_SOURCE = `import { existsSync } from 'node:fs';
const apply = async () => {
  if (existsSync(new URL('broken', import.meta.url))) throw new Error('no DHCP here');
};
export default {
  id: 'shaky',
  setup: () => ({ init: apply, sync: async () => (await apply(), { changes: 0 }), tearDown: async () => {} }),
};
`;

/** Names of services, as texts of errors have them. */
const NAMED = /url: http|bare metal service|\/v1\/|PXE filter|object storage|Keystone|database/;

describe('the outage of a service', () => {
  let bench: Bench;
  let data: JsonObject;
  const nth = { value: 0 };

  /** A machine of its own for each test: all its addresses end differently. */
  const machine = (at: FakeIronic = bench.ironic): { readonly uuid: string; readonly posted: JsonObject } => {
    nth.value += 1;
    const end = nth.value
      .toString(16)
      .padStart(4, '0')
      .replace(/(..)(..)/, '$1:$2');
    const text = JSON.stringify(data)
      .replaceAll(/52:54:00:([0-9a-f]{2}):[0-9a-f]{2}:[0-9a-f]{2}/g, `52:54:00:$1:${end}`)
      .replaceAll(
        /"bmc_address": ?"[^"]*"/g,
        `"bmc_address":"10.0.${String(nth.value >> 8)}.${String(nth.value & 255)}"`,
      );
    const posted = JSON.parse(text) as JsonObject;
    const inventory = posted['inventory'] as JsonObject;
    const [card] = inventory['interfaces'] as JsonObject[];
    const { uuid } = at.addNode({ driver_info: { ipmi_address: inventory['bmc_address'] ?? '192.0.2.250' } });
    at.addPort({ node_uuid: uuid, address: String(card?.['mac_address']) });
    return { uuid, posted };
  };
  const over = (uuid: string): Promise<Status> => bench.finished(uuid, 20_000);
  const linesOf = (uuid: string, words: string): number =>
    bench.log.filter((line) => line.includes(uuid) && line.includes(words)).length;
  /** Ended well, once, with all that belongs to it. */
  const endedWell = async (uuid: string): Promise<void> => {
    expect(await over(uuid)).to.include({ state: 'finished', error: null });
    expect(linesOf(uuid, 'introspection finished')).to.equal(1);
    const node = bench.ironic.node(uuid) as unknown as JsonObject;
    expect(node['properties']).to.have.property('cpus');
    expect(node['power_state']).to.equal('power off');
    const stored = await bench.request('GET', `/v1/introspection/${uuid}/data`);
    expect(stored.status).to.equal(200);
    const raw = await bench.request('GET', `/v1/introspection/${uuid}/data/unprocessed`);
    expect(raw.status).to.equal(200);
  };

  describe('Ironic', () => {
    before(async () => {
      data = await payload();
      bench = await Bench.start({ cleanUpPeriod: 1, ironic: CLIENT }, {}, undefined, TIMING);
    });
    after(() => bench.close());
    afterEach(() => bench.ironic.clearFaults());

    type Way = readonly [name: string, kind: FaultKind, times?: number];
    const WAYS: readonly Way[] = [
      ['drops', 'drop'],
      ['hangs', 'hang'],
      ['fails once', 500, 1],
      ['is not ready three times', 503, 3],
      ['returns garbage', 'garbage'],
      ['is behind a proxy that cannot reach it', 502],
    ];
    const STEPS: readonly (readonly [string, (uuid: string) => RequestMatcher])[] = [
      ['the node is read', (node) => ({ route: 'GET /v1/nodes/{}', node })],
      ['its ports are listed', (node) => ({ route: 'GET /v1/ports/detail', node })],
      ['a port is made', () => ({ route: 'POST /v1/ports' })],
      ['the node is changed', (node) => ({ route: 'PATCH /v1/nodes/{}', node })],
    ];
    const cells = STEPS.flatMap(([step, match], index) =>
      WAYS.filter((_, way) => LONG || way % STEPS.length === index || way === 0).map(
        (way) => [step, match, way] as const,
      ),
    );
    for (const seconds of OUTAGES) {
      for (const [step, match, [name, kind, times]] of cells) {
        it(`does not lose the data of a ramdisk: ${name} when ${step} (${String(seconds)} s)`, async () => {
          const { uuid, posted } = machine();
          await bench.startAndWait(uuid);
          const fault = bench.ironic.fail({
            match: match(uuid),
            status: kind,
            ...(times === undefined ? {} : { times }),
          });
          const repaired = fault.arrived.then(() => pass(quick(seconds))).then(() => fault.clear());
          const { answers } = await runRamdisk(bench.url, posted);
          await repaired;
          await endedWell(uuid);
          expect(answers.at(-1), answers.join(' ')).to.equal(200);
          const ports = [...bench.ironic.ports.values()].filter(({ node_uuid: node }) => node === uuid);
          const macs = ports.map(({ address }) => address);
          expect(new Set(macs).size).to.equal(macs.length);
        });
      }
    }

    const PREPARING: readonly (readonly [string, (uuid: string) => RequestMatcher])[] = [
      ['ports are listed', (node) => ({ route: 'GET /v1/ports/detail', node })],
      ['the boot device is set', (node) => ({ path: '/boot_device', node })],
      ['power is asked for', (node) => ({ method: 'PUT', path: '/states/power', node })],
    ];
    for (const [step, match] of PREPARING) {
      for (const [name, kind, times] of LONG ? WAYS : WAYS.slice(0, 1)) {
        it(`names Ironic where a start fails: ${name} when ${step}`, async () => {
          const { uuid, posted } = machine();
          const fault = bench.ironic.fail({
            match: match(uuid),
            status: kind,
            ...(times === undefined ? {} : { times }),
          });
          expect((await bench.start(uuid)).status).to.equal(202);
          const { state, error } = await bench.until(uuid, (now) => now.state !== 'starting', 20_000);
          if (state === 'error') expect(error).to.match(NAMED);
          else expect(state).to.equal('waiting');
          fault.clear();
          if (state === 'error') await bench.startAndWait(uuid);
          await runRamdisk(bench.url, posted);
          await endedWell(uuid);
        });
      }
    }

    for (const [step, match] of STEPS.slice(1, 2)) {
      for (const [name, kind, times] of LONG ? WAYS : WAYS.slice(0, 1)) {
        it(`names Ironic where a reapply fails: ${name} when ${step}`, async () => {
          const { uuid, posted } = machine();
          await bench.startAndWait(uuid);
          await bench.post(posted);
          await over(uuid);
          const fault = bench.ironic.fail({
            match: match(uuid),
            status: kind,
            ...(times === undefined ? {} : { times }),
          });
          await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
          const { state, error } = await over(uuid);
          if (state === 'error') expect(error).to.match(NAMED);
          else expect(state).to.equal('finished');
          fault.clear();
          await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
          await bench.until(uuid, (now) => now.state === 'finished');
        });
      }
    }

    it('goes on by itself after a restart in the middle of the outage', async () => {
      const { uuid, posted } = machine();
      await bench.startAndWait(uuid);
      bench.ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 'drop' });
      expect((await bench.post(posted)).status).to.equal(500);
      await bench.restart();
      expect(await bench.status(uuid)).to.include({ state: 'waiting', error: null });
      bench.ironic.clearFaults();
      await endedWell(uuid);
    });

    it('still ends with the time limit', async () => {
      const { uuid, posted } = machine();
      await bench.startAndWait(uuid);
      bench.ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 502 });
      expect((await bench.post(posted)).status).to.equal(500);
      await bench.sql(`UPDATE nodes SET started_at = '2001-01-01 00:00:00.000000' WHERE uuid = '${uuid}'`);
      expect(await over(uuid)).to.include({ state: 'error', error: 'Introspection timeout' });
      bench.ironic.clearFaults();
      await bench.startAndWait(uuid);
    });
  });

  describe('the storage', () => {
    let swift: FaultyServer;
    const objects = new Map<string, string>();
    before(async () => {
      data = await payload();
      swift = await FaultyServer.start(({ method, url = '' }, body) => {
        if (method === 'GET' && url.endsWith('/auth')) {
          return { status: 200, headers: { 'x-auth-token': 't', 'x-storage-url': `${swift.url}/v1` } };
        }
        if (method === 'PUT') objects.set(url, body);
        const found = objects.get(url);
        if (method === 'PUT') return { status: 201 };
        return found === undefined ? { status: 404 } : { status: 200, body: found };
      });
      const account = { authType: 'tempauth', authUrl: `${swift.url}/auth`, username: 'a', password: 'b' };
      bench = await Bench.start(
        {
          cleanUpPeriod: 1,
          processing: { storeData: 'swift' },
          swift: { ...account, timeout: quickSeconds(20), retryInterval: quickSeconds(0.5) },
        },
        {},
        undefined,
        TIMING,
      );
    });
    after(async () => {
      await bench.close();
      await swift.close();
    });
    afterEach(() => swift.repair());

    const WAYS: readonly (readonly [string, Failing, number?])[] = [
      ['is away', 'refused'],
      ['drops', 'dropped'],
      ['hangs', 'hang'],
      ['fails once', 500, 1],
      ['is not ready three times', 503, 3],
      ['shows a web page', 'web page'],
    ];
    for (const seconds of OUTAGES) {
      for (const [name, failing, times] of WAYS) {
        it(`does not lose the data of a ramdisk: it ${name} (${String(seconds)} s)`, async () => {
          const { uuid, posted } = machine();
          await bench.startAndWait(uuid);
          const repaired = swift
            .fail(failing, times)
            .then(() => pass(quick(seconds)))
            .then(() => swift.repair());
          const { answers } = await runRamdisk(bench.url, posted);
          await repaired;
          await endedWell(uuid);
          expect(answers.at(-1), answers.join(' ')).to.equal(200);
        });
      }
    }

    it('is named where it returns no data for a reapply', async () => {
      const { uuid, posted } = machine();
      await bench.startAndWait(uuid);
      await bench.post(posted);
      await over(uuid);
      void swift.fail('web page');
      const { status, body } = await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
      expect(status).to.equal(503);
      expect(JSON.stringify(body)).to.match(/storage .*no JSON object/);
    });
  });

  describe('Keystone', () => {
    let keystone: FakeKeystone;
    let ironic: FakeIronic;
    before(async () => {
      data = await payload();
      keystone = await FakeKeystone.start();
      ironic = await startFakeIronic();
      keystone.catalogue = [{ type: 'baremetal', endpoints: [{ interface: 'internal', url: ironic.url }] }];
    });
    after(async () => {
      await keystone.close();
      await ironic.close();
    });
    beforeEach(async () => {
      const account = { authType: 'password', authUrl: keystone.url, username: 'i', password: 'p' };
      const options = { ...CLIENT, ...account, endpointOverride: undefined };
      bench = await Bench.start({ cleanUpPeriod: 1, ironic: options }, {}, undefined, TIMING);
    });
    afterEach(async () => {
      keystone.answer = undefined;
      await bench.close();
    });

    const WAYS: readonly (readonly [string, (response: ServerResponse) => void])[] = [
      ['drops', (response) => response.socket?.destroy()],
      ['is not ready', (response) => response.writeHead(503).end()],
      ['returns garbage', (response) => response.writeHead(201).end('{"half": ')],
    ];
    for (const [name, answer] of WAYS) {
      it(`does not lose the data of a ramdisk: it ${name}`, async () => {
        const { uuid, posted } = machine(ironic);
        await bench.startAndWait(uuid);
        // Each restart needs a token of its own.
        await bench.restart();
        keystone.answer = answer;
        const repaired = pass(quick(45)).then(() => (keystone.answer = undefined));
        const { answers } = await runRamdisk(bench.url, posted);
        await repaired;
        expect(await over(uuid)).to.include({ state: 'finished', error: null });
        expect(answers.at(-1), answers.join(' ')).to.equal(200);
        expect(answers[0]).not.to.equal(200);
      });
    }
  });

  describe('the PXE filter', () => {
    let folder: string;
    let broken: string;
    before(async () => {
      data = await payload();
      folder = await mkdtemp(join(tmpdir(), 'inspector-outage-'));
      const plugin = join(folder, 'node_modules/inspector-pxe-filter-shaky');
      broken = join(plugin, 'broken');
      await mkdir(plugin, { recursive: true });
      await writeFile(join(plugin, 'package.json'), JSON.stringify(SHAKY_FILTER));
      await writeFile(join(plugin, 'index.js'), SHAKY_SOURCE);
      bench = await Bench.start(
        {
          cleanUpPeriod: 1,
          pluginHost: { roots: [folder, process.cwd()] },
          pxeFilter: { driver: 'shaky', syncPeriod: 0 },
        },
        {},
        undefined,
        TIMING,
      );
    });
    after(async () => {
      await bench.close();
      await rm(folder, { recursive: true });
    });

    it('does not lose the data of a ramdisk when its command fails', async () => {
      const { uuid, posted } = machine();
      await bench.startAndWait(uuid);
      await writeFile(broken, '');
      const repaired = pass(quick(45)).then(() => rm(broken));
      const { answers } = await runRamdisk(bench.url, posted);
      await repaired;
      await endedWell(uuid);
      expect(answers.at(-1), answers.join(' ')).to.equal(200);
      expect(answers[0]).to.equal(500);
    });

    it('is named where a start fails', async () => {
      const { uuid } = machine();
      await writeFile(broken, '');
      await bench.start(uuid);
      const { state, error } = await over(uuid);
      await rm(broken);
      expect(state).to.equal('error');
      expect(error).to.match(/PXE filter driver ShakyFilter.*no DHCP here/);
      await bench.startAndWait(uuid);
    });
  });

  it('is waited for by a node that says so', async () => {
    data = await payload();
    bench = await Bench.start({ ironic: CLIENT }, {}, undefined, TIMING);
    try {
      const { uuid, posted } = machine();
      await bench.startAndWait(uuid);
      bench.ironic.fail({ match: { route: 'PATCH /v1/nodes/{}' }, status: 502 });
      await bench.post(posted);
      await eventually(
        async () => linesOf(uuid, 'its data are kept since: '),
        (count) => count > 0,
        'the log',
      );
    } finally {
      await bench.close();
    }
  });
});
