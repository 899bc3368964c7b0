import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook } from '@inspector/test-kit';
import scheduler from '../src/scheduler.js';
import { failureOf } from './failure-of.js';
import { payload } from './payload.js';

const properties = async (
  data: JsonObject,
  node: JsonObject = {},
  overwriteExisting = true,
): Promise<unknown> =>
  (
    await runHook(scheduler, {
      data,
      node: { properties: node },
      service: { processing: { overwriteExisting } },
    })
  ).node.properties;

describe('scheduler', () => {
  it('writes CPUs, architecture and memory as texts, in one request', async () => {
    const { data, node, changes } = await runHook(scheduler, { data: payload() });
    expect(data).to.include({ cpus: 16, cpu_arch: 'x86_64', memory_mb: 65536 });
    expect(node.properties).to.deep.equal({ cpus: '16', cpu_arch: 'x86_64', memory_mb: '65536' });
    expect(changes.nodeRequests).to.equal(1);
    expect(changes.node.map(({ op }) => op)).to.deep.equal(['add', 'add', 'add']);
  });

  it('overwrites what is there', async () => {
    expect(await properties(payload(), { cpus: '2', memory_mb: '1' })).to.include({
      cpus: '16',
      memory_mb: '65536',
    });
  });

  it('without overwriting fills in only what is not set', async () => {
    expect(await properties(payload(), { cpus: '2', memory_mb: '' }, false)).to.deep.equal({
      cpus: '2',
      cpu_arch: 'x86_64',
      memory_mb: '65536',
    });
  });

  it('takes counts that no number holds exactly digit by digit', async () => {
    const [count, size] = [18446744073709551616n, 9007199254740993n];
    const inventory = { cpu: { count, architecture: 'x86_64' }, memory: { physical_mb: size } };
    const { data, node } = await runHook(scheduler, { data: payload(inventory) });
    expect(data).to.include({ cpus: count, memory_mb: size });
    expect(node.properties).to.include({ cpus: '18446744073709551616', memory_mb: '9007199254740993' });
  });

  it('takes those of old ramdisks too, and skips negative ones', async () => {
    const old = payload(
      { cpu: null, memory: { physical_mb: -(2n ** 64n) } },
      { cpus: 2n ** 64n, memory_mb: -(2n ** 64n) },
    );
    expect(await properties(old)).to.deep.equal({ cpus: '18446744073709551616' });
  });

  it('asks nothing of the node when there is nothing to set', async () => {
    const { changes, log } = await runHook(scheduler, { data: payload({ cpu: null, memory: {} }) });
    expect(changes.nodeRequests).to.equal(0);
    expect(log.messages('warn')).to.have.length(2);
  });

  const malformedCpus: Json[] = [
    null,
    {},
    { count: 8 },
    { architecture: 'x86_64' },
    { count: 'x', architecture: 'x' },
    { count: -1, architecture: 'x86_64' },
    { count: '-8', architecture: 'x86_64' },
    [],
  ];
  for (const cpu of malformedCpus) {
    it(`skips both CPU properties for ${JSON.stringify(cpu)}`, async () => {
      expect(await properties(payload({ cpu }))).to.deep.equal({ memory_mb: '65536' });
    });
  }

  for (const memory of [
    null,
    {},
    { physical_mb: null },
    { physical_mb: 'x' },
    { physical_mb: -1 },
    { physical_mb: '-5' },
  ]) {
    it(`skips memory for ${JSON.stringify(memory)}`, async () => {
      expect(await properties(payload({ memory }))).to.deep.equal({ cpus: '16', cpu_arch: 'x86_64' });
    });
  }

  it('reads numbers that come as texts', async () => {
    const data = payload({ cpu: { count: '8', architecture: 'aarch64' }, memory: { physical_mb: '1024' } });
    expect(await properties(data)).to.deep.equal({ cpus: '8', cpu_arch: 'aarch64', memory_mb: '1024' });
  });

  it('does not write a zero', async () => {
    expect(await properties(payload({ memory: { physical_mb: 0 } }))).to.not.have.property('memory_mb');
  });

  it('writes no negative number an old ramdisk sends at the top level', async () => {
    const data = { ...payload({ cpu: null, memory: null }), cpus: -1, memory_mb: '-2048' };
    expect(await properties(data)).to.deep.equal({});
  });

  it('uses what old ramdisks send at the top level', async () => {
    const data = payload({ cpu: null, memory: null }, { cpus: 4, cpu_arch: 'i686', memory_mb: '512' });
    expect(await properties(data)).to.deep.equal({ cpus: '4', cpu_arch: 'i686', memory_mb: '512' });
  });

  it('prefers the inventory over them', async () => {
    expect(await properties(payload({}, { cpus: 4 }))).to.include({ cpus: '16' });
  });

  it('needs an inventory', async () => {
    const failure = await failureOf(runHook(scheduler, { data: {} }));
    expect(failure).to.deep.equal([400, 'Hardware inventory is empty or missing']);
  });
});
