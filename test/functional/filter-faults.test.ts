import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench, eventually, payload } from './harness.js';

const PACKAGE = {
  name: 'inspector-pxe-filter-fragile',
  version: '1.0.0',
  type: 'module',
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '*' },
  inspector: { api: 1, entryPoints: { 'inspector.pxe-filter': { fragile: './index.js' } } },
};

/** A filter that notes who is allowed, and fails, or never ends, while a file says so. */
const SOURCE = `import { existsSync, renameSync, writeFileSync } from 'node:fs';

const broken = new URL('broken', import.meta.url);
const hanging = new URL('hanging', import.meta.url);
const hung = new URL('hung', import.meta.url);
const allowed = new URL('allowed', import.meta.url);
const apply = async (wanted) => {
  if (existsSync(broken)) throw new Error('no filter here');
  if (existsSync(hanging)) {
    writeFileSync(hung, '');
    await new Promise(() => {});
  }
  const fresh = new URL('allowed.new', import.meta.url);
  writeFileSync(fresh, JSON.stringify([...wanted.allowed].sort()));
  renameSync(fresh, allowed);
};

export default {
  id: 'fragile',
  setup: () => ({
    init: apply,
    async sync(wanted) {
      await apply(wanted);
      return { changes: 0 };
    },
    async tearDown() {
      if (existsSync(new URL('holding', import.meta.url))) await new Promise(() => {});
    },
  }),
};
`;

describe('a PXE filter', () => {
  let bench: Bench;
  let data: JsonObject;
  let folder: string;
  let plugin: string;
  const begin = async (config: UserConfig = {}) => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-filter-'));
    plugin = join(folder, 'node_modules/inspector-pxe-filter-fragile');
    await mkdir(plugin, { recursive: true });
    await writeFile(join(plugin, 'package.json'), JSON.stringify(PACKAGE));
    await writeFile(join(plugin, 'index.js'), SOURCE);
    bench = await Bench.start({
      timeout: 2,
      cleanUpPeriod: 1,
      pluginHost: { roots: [folder, process.cwd()] },
      gracefulShutdownTimeout: 0,
      pxeFilter: { driver: 'fragile', syncPeriod: 0 },
      ...config,
    });
    data = await payload();
  };
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });
  const spoil = () => writeFile(join(plugin, 'broken'), '');
  const mend = () => rm(join(plugin, 'broken'));
  const allowed = async () => JSON.parse(await readFile(join(plugin, 'allowed'), 'utf8')) as string[];
  const FAILURE = /^The PXE filter driver FragileFilter, state=uninitialized: .*no filter here$/;

  it('opens before the machine boots and is closed when the introspection is over', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    expect(await allowed()).to.deep.equal(['52:54:00:47:20:4d']);
    await bench.post(data);
    await bench.finished(uuid);
    await eventually(allowed, (macs) => macs.length === 0, 'the allowed machines');
  });

  for (const [what, end] of [
    ['an abort', (uuid: string) => bench.request('POST', `/v1/introspection/${uuid}/abort`)],
    ['an error of the ramdisk', () => bench.post({ ...data, error: 'broken' })],
    ['a timeout', () => Promise.resolve()],
  ] as const) {
    it(`is closed after ${what}`, async () => {
      await begin();
      const { uuid } = bench.enroll(data);
      await bench.startAndWait(uuid);
      await end(uuid);
      await bench.finished(uuid);
      await eventually(allowed, (macs) => macs.length === 0, 'the allowed machines');
    });
  }

  it('whose command hangs fails a start in time, with the command and the seconds, and works again', async function () {
    // Others run the command through sudo.
    if (process.getuid?.() !== 0) this.skip();
    const place = await mkdtemp(join(tmpdir(), 'inspector-hanging-'));
    try {
      await begin({
        timeout: 60,
        pxeFilter: { driver: 'dnsmasq', syncPeriod: 0, syncTimeout: 1 },
        dnsmasqPxeFilter: {
          mode: 'hostsfile',
          dhcpHostsfile: join(place, 'hosts'),
          dnsmasqReloadCommand: `test ! -e ${place}/hanging || sleep 600`,
        },
      });
      const { uuid } = bench.enroll(data);
      await writeFile(join(place, 'hanging'), '');
      expect((await bench.start(uuid)).status).to.equal(202);
      const { state, error } = await bench.finished(uuid);
      expect(state).to.equal('error');
      expect(error).to.match(
        /`sh -c .*sleep 600` took longer than 1 s \(pxeFilter\.syncTimeout\) and was killed/,
      );
      await rm(join(place, 'hanging'));
      // The filter is closed again after the failure, by a command that may hang still.
      const startAgain = async () => {
        await bench.start(uuid);
        return bench.until(uuid, ({ state: now }) => now === 'waiting' || now === 'error');
      };
      await eventually(startAgain, ({ state: now }) => now === 'waiting', 'the introspection');
    } finally {
      await rm(place, { recursive: true });
    }
  });

  it('that fails at a start fails the introspection, and works again', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await spoil();
    expect((await bench.start(uuid)).status).to.equal(202);
    const { state, error } = await bench.finished(uuid);
    expect(state).to.equal('error');
    expect(error).to.match(FAILURE);
    expect(bench.ironic.requestsMatching({ path: '/states/power' })).to.have.lengthOf(0);
    await mend();
    await bench.startAndWait(uuid);
  });

  it('that fails at a start is answered when boot is managed by somebody else', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await spoil();
    const { status, body } = await bench.start(uuid, '?manage_boot=0');
    expect(status).to.equal(500);
    expect((body['error'] as JsonObject)['message']).to.match(FAILURE);
  });

  it('that fails at a post has the ramdisk post again, which works once the filter does', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await spoil();
    expect((await bench.post(data)).status).to.be.at.least(500);
    expect(await bench.until(uuid, ({ state }) => state === 'waiting')).to.include({ error: null });
    await mend();
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('that fails at an abort does not matter', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await spoil();
    await bench.request('POST', `/v1/introspection/${uuid}/abort`);
    expect(await bench.finished(uuid)).to.include({ state: 'error', error: 'Canceled by operator' });
  });

  it('that fails when everything is done does not matter', async () => {
    await begin();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const gate = bench.ironic.fail({ match: { path: '/states/power' }, status: 'held' });
    expect((await bench.post(data)).status).to.equal(200);
    await gate.arrived;
    await spoil();
    gate.release();
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  const over: [string, (uuid: string) => Promise<unknown>][] = [
    ['finished', () => bench.post(data)],
    ['aborted', (uuid) => bench.request('POST', `/v1/introspection/${uuid}/abort`)],
  ];
  for (const [what, end] of over) {
    it(`that is still at work does not lock a node that is ${what}`, async () => {
      await begin();
      const { uuid } = bench.enroll(data);
      await bench.startAndWait(uuid);
      const gate = bench.ironic.fail({ match: { path: '/states/power' }, status: 'held', times: 1 });
      await end(uuid);
      await gate.arrived;
      await writeFile(join(plugin, 'hanging'), '');
      gate.release();
      await bench.finished(uuid);
      const answer = await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`, data);
      expect(answer).to.deep.equal({ status: 202, body: {} });
      expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    });
  }

  it('whose periodic synchronisation never ends does not keep the service from stopping', async () => {
    await begin({ pxeFilter: { driver: 'fragile', syncPeriod: 1 } });
    await writeFile(join(plugin, 'hanging'), '');
    await eventually(
      () => existsSync(join(plugin, 'hung')),
      (entered) => entered,
      'the synchronisation',
    );
    await rm(join(plugin, 'hanging'));
    const begun = performance.now();
    await bench.restart();
    expect(performance.now() - begun).to.be.below(8000);
    await bench.startAndWait(bench.enroll(data).uuid);
  });

  it('that never lets go of the system does not keep the service from stopping', async () => {
    await begin();
    await writeFile(join(plugin, 'holding'), '');
    const begun = performance.now();
    await bench.restart();
    expect(performance.now() - begun).to.be.below(8000);
    await rm(join(plugin, 'holding'));
    await bench.startAndWait(bench.enroll(data).uuid);
  });
});
