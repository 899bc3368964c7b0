import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Bench, eventually, payload } from './harness.js';

/** A time so many seconds ago, as the database has it. */
const agoText = (seconds: number): string =>
  new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

describe('clean-up', () => {
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig) => {
    bench = await Bench.start(config);
    data = await payload();
  };
  afterEach(() => bench.close());

  it('fails an introspection whose machine never posts', async () => {
    await begin({ timeout: 1, cleanUpPeriod: 1 });
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect(await bench.finished(node.uuid)).to.include({ state: 'error', error: 'Introspection timeout' });
    expect((await bench.post(data)).status).to.equal(400);
  });

  it('never fails one when the time is not limited', async () => {
    await begin({ timeout: 0, cleanUpPeriod: 1 });
    const node = bench.enroll(data);
    const gone = bench.enroll({ inventory: { interfaces: [{ mac_address: '52:54:00:00:00:99' }] } });
    await bench.startAndWait(node.uuid);
    await bench.startAndWait(gone.uuid);
    bench.ironic.removeNode(gone.uuid);
    // The record of the deleted node goes in the same round that would have failed the other one.
    await eventually(
      () => bench.request('GET', `/v1/introspection/${gone.uuid}`),
      ({ status }) => status === 404,
      'the record of a deleted node',
    );
    expect(await bench.status(node.uuid)).to.include({ state: 'waiting' });
  });

  for (const [how, remove] of [
    ['by the clean-up', (uuid: string) => void bench.ironic.removeNode(uuid)],
    ['by somebody else', (uuid: string) => bench.sql(`DELETE FROM nodes WHERE uuid = '${uuid}'`)],
  ] as const) {
    it(`forgets the posts of a node whose record is deleted ${how}`, async () => {
      await begin({ cleanUpPeriod: 1 });
      const node = bench.enroll(data);
      await bench.startAndWait(node.uuid);
      await bench.post(data);
      await bench.finished(node.uuid);
      expect(await bench.post(data)).to.deep.include({ status: 200, body: { uuid: node.uuid } });
      await remove(node.uuid);
      await eventually(
        () => bench.request('GET', `/v1/introspection/${node.uuid}`),
        ({ status }) => status === 404,
        'the record of the node',
      );
      expect(await bench.post(data)).to.include({ status: 400 });
    });
  }

  it('deletes nothing when Ironic cannot list its nodes', async () => {
    await begin({ cleanUpPeriod: 1 });
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const fault = bench.ironic.fail({ match: { route: 'GET /v1/nodes' }, status: 500 });
    // With the second attempt the round of the first is over.
    await eventually(
      () => fault.hits,
      (hits) => hits > 1,
      'the second listing',
    );
    expect(await bench.status(node.uuid)).to.include({ state: 'waiting' });
  });

  describe('where the database has written a state of work, and nobody works', () => {
    const REST = {
      starting: 'error',
      aborting: 'error',
      reapplying: 'finished',
      processing: 'waiting',
    } as const;

    for (const [state, end] of Object.entries(REST)) {
      it(`leaves no record in ${state}`, async () => {
        await begin({ cleanUpPeriod: 1 });
        const { uuid } = bench.enroll(data);
        await bench.startAndWait(uuid);
        if (state === 'reapplying') {
          await bench.post(data);
          await bench.finished(uuid);
        }
        await bench.sql(`UPDATE nodes SET state = '${state}', finished_at = NULL`);
        await bench.until(uuid, (status) => status.state === end);
        expect(bench.log.join('')).to.include(`is taken over in state ${state}: nobody works on it any more`);
        if (end === 'waiting') {
          await bench.post(data);
          expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
        } else await bench.startAndWait(uuid);
      });
    }
  });

  /** A node that was being started when the service was stopped and started again, up to a request to Ironic. */
  const stoppedAt = async (path: string): Promise<string> => {
    await begin({ gracefulShutdownTimeout: 0 });
    const { uuid } = bench.enroll(data);
    const asked = bench.ironic.fail({ match: { path }, status: 'hang' });
    await bench.start(uuid);
    await eventually(
      () => asked.hits,
      (hits) => hits > 0,
      `a request for ${path}`,
    );
    await bench.restart(() => {
      bench.ironic.clearFaults();
      return bench.sql(`UPDATE nodes SET started_at = '${agoText(120)}' WHERE uuid = '${uuid}'`);
    });
    return uuid;
  };

  it('fails a start whose machine may have been told to boot when the service stopped, in words', async () => {
    const uuid = await stoppedAt('/states/power');
    expect(await bench.status(uuid)).to.include({
      state: 'error',
      error: 'The service stopped while the node was in state starting; start its introspection again',
    });
  });

  it('goes on with a start whose machine was not told to boot when the service stopped', async () => {
    const uuid = await stoppedAt('/boot_device');
    await bench.until(uuid, ({ state }) => state === 'waiting');
    // The time for its data begins when it is told to boot.
    expect((await bench.status(uuid)).started_at > agoText(60).replace(' ', 'T')).to.equal(true);
  });

  it('keeps waiting records across a restart', async () => {
    await begin({});
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.restart();
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
  });
});

describe('logs of the ramdisk', () => {
  let bench: Bench;
  let data: JsonObject;
  let parent: string;
  const begin = async (processing: UserConfig['processing'] = {}) => {
    parent = await mkdtemp(join(tmpdir(), 'inspector-logs-'));
    const folder = join(parent, 'logs');
    bench = await Bench.start({ processing: { ramdiskLogsDir: folder, ...processing } });
    data = { ...(await payload()), logs: Buffer.from('tar').toString('base64') };
    return folder;
  };
  afterEach(async () => {
    await bench.close();
    await rm(parent, { recursive: true });
  });

  const introspect = async (posted: JsonObject) => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const { status } = await bench.post(posted);
    await bench.finished(node.uuid);
    return { status, uuid: node.uuid };
  };

  it('are stored when the introspection fails', async () => {
    const folder = await begin();
    const { uuid } = await introspect({ ...data, error: 'broken' });
    const [name] = await readdir(folder);
    expect(name).to.match(new RegExp(`^${uuid}_\\d{8}-\\d{6}\\.\\d{6}\\.tar\\.gz$`));
    expect(await readFile(join(folder, String(name)), 'utf8')).to.equal('tar');
  });

  it('are stored after a success only where that is wanted', async () => {
    const folder = await begin({ alwaysStoreRamdiskLogs: true, ramdiskLogsFilenameFormat: '{mac}-{bmc}.gz' });
    await introspect(data);
    expect(await readdir(folder)).to.deep.equal(['5254004e3d30-192.167.2.134.gz']);
  });

  it('are not stored after a success otherwise', async () => {
    const folder = await begin();
    expect((await introspect(data)).status).to.equal(200);
    expect(await readdir(folder).catch(() => [])).to.deep.equal([]);
  });

  it('cannot be written outside their folder', async () => {
    const folder = await begin({ ramdiskLogsFilenameFormat: '{mac}.gz' });
    await introspect({ ...data, error: 'broken', boot_interface: '../escaped' });
    await eventually(
      () => bench.log.join(''),
      (lines) => lines.includes('their file would lie outside'),
      'the log',
    );
    expect(await readdir(dirname(folder))).to.deep.equal([]);
  });

  it('do not hide the real failure when they are not base64', async () => {
    await begin();
    const node = bench.enroll(data);
    for (const logs of ['%%%', 5, { a: 1 }]) {
      await bench.startAndWait(node.uuid);
      const { body } = await bench.post({ ...data, error: 'broken', logs });
      expect(JSON.stringify(body)).to.include('Ramdisk reported error: broken');
    }
  });
});
