import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  defineAction,
  defineBareMetal,
  defineCondition,
  defineHook,
  defineNodeNotFoundHook,
  defineStorage,
  InspectorError,
} from '@inspector/plugin-api';
import { importCore } from '../../src/service/installed-core.js';
import { memoryDataTable, startInspector, type RunningInspector } from '../../src/index.js';

const rack = defineHook({
  id: 'rack_under_test',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['rack'],
    properties: { rack: { type: 'string' } },
  },
  setup: ({ config, log }) => ({
    beforeUpdate(_data, node) {
      log.info(`the rack of ${node.uuid} is ${config.rack}`);
      node.patch([{ op: 'add', path: '/extra/rack', value: config.rack }]);
    },
  }),
});
const atLeast = defineCondition({
  id: 'cpus-at-least',
  allowNone: false,
  setup: () => ({
    compile:
      ({ value }) =>
      (found) =>
        Number(found) >= Number(value),
  }),
});
const label = defineAction({
  id: 'label-under-test',
  requiredParams: ['text'],
  setup: () => ({
    apply: ({ text = null }, { node }) => node.patch([{ op: 'add', path: '/extra/label', value: text }]),
  }),
});

describe('startInspector', function () {
  this.timeout(30_000);
  let running: RunningInspector | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  it('introspects a machine with a hook, a condition, an action and a rule', async () => {
    running = await startInspector({
      plugins: {
        hooks: [{ definition: rack, options: { rack: 'R7' } }],
        conditions: [atLeast],
        actions: [label],
      },
      machines: 2,
      rules: [
        {
          conditions: [{ op: 'cpus-at-least', field: 'data://cpus', value: 1 }],
          actions: [{ action: 'label-under-test', text: 'seen' }],
        },
      ],
    });
    const [machine, other] = running.machines;
    const { error, finished } = await running.introspect(machine!);
    expect({ error, finished }).to.deep.equal({ error: null, finished: true });
    expect(running.node(machine!).extra).to.deep.equal({ rack: 'R7', label: 'seen' });
    expect(running.node(other!).extra).to.deep.equal({});
    expect(await running.data(machine!)).to.have.property('macs');
    expect(await running.data(machine!, 'raw')).to.deep.equal(machine!.payload);
    const hooks = await running.hooks(machine!);
    expect(hooks.at(-1)).to.include({ hook: 'rack_under_test', outcome: 'ok' });
    expect((await running.logged(`the rack of ${machine!.uuid}`)).level).to.equal('info');
  });

  it('takes what a test posts by hand, and says what became of it', async () => {
    running = await startInspector({ machines: [{ silent: true }] });
    const [machine] = running.machines;
    await running.start(machine!);
    await running.until(machine!, 'waiting');
    expect((await running.post({ inventory: {} })).status).to.equal(400);
    expect((await running.post(machine!.payload)).status).to.equal(200);
    expect((await running.until(machine!, ({ finished }) => finished)).error).to.equal(null);
  });

  it('keeps data in the storage of a plugin, and enrols through a node-not-found hook', async () => {
    const table = memoryDataTable();
    const storage = defineStorage({
      id: 'map',
      setup: () => ({
        capabilities: { delete: true, list: true, needsRecord: false, keeps: true },
        async get(uuid, processed) {
          const found = await table.get(uuid, processed);
          if (found !== undefined) return found;
          throw new InspectorError('INSP_DATA_NOT_FOUND', `no data of ${uuid}`);
        },
        save: (uuid, data, processed) => table.save(uuid, data, processed),
        delete: (uuid) => table.delete(uuid),
        list: () => table.list(),
      }),
    });
    const enrol = defineNodeNotFoundHook({
      id: 'enrol_under_test',
      setup: ({ baremetal }) => ({
        async nodeNotFound() {
          return { uuid: (await baremetal.createNode({ driver: 'fake-hardware' })).uuid };
        },
      }),
    });
    running = await startInspector({
      plugins: { storage, nodeNotFoundHook: enrol },
      machines: [{ wrongMacs: true }],
    });
    const { status, body } = await running.post(running.machines[0]!.payload);
    expect(status).to.equal(200);
    const uuid = String(body['uuid']);
    await running.until(uuid, ({ finished }) => finished);
    expect(running.node(uuid).driver).to.equal('fake-hardware');
    expect(JSON.parse((await table.get(uuid, true)) ?? '')).to.deep.equal(await running.data(uuid));
  });

  it('leaves no file and no port behind, also after a start that fails', async () => {
    // A folder of its own: other tests of this machine start services, too.
    const inherited = process.env['TMPDIR'];
    const folder = await mkdtemp(join(tmpdir(), 'inspector-start-'));
    process.env['TMPDIR'] = folder;
    try {
      await startAndFail();
      expect(await readdir(folder)).to.deep.equal([]);
    } finally {
      if (inherited === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = inherited;
      await rm(folder, { recursive: true });
    }
  });

  async function startAndFail(): Promise<void> {
    const service = await startInspector();
    await Promise.all([service.stop(), service.stop()]);
    await fetch(service.url).then(
      () => expect.fail('it still answers'),
      () => undefined,
    );
    const refused = await startInspector({ plugins: { hooks: [rack] } }).catch((error: unknown) => error);
    expect(String(refused)).to.include('plugins.hook-rack_under_test.rack: is required');
    const rule = { actions: [{ action: 'nothing-of-this-kind' }] };
    const noRule = await startInspector({ rules: [rule] }).catch((error: unknown) => error);
    expect(String(noRule)).to.match(/rule is refused with 400.*nothing-of-this-kind/);
  }

  it('says after the limit how it stands and what was logged', async () => {
    const wrong = defineHook({
      id: 'wrong_under_test',
      setup: () => ({
        beforeUpdate() {
          throw new Error('nothing works');
        },
      }),
    });
    running = await startInspector({ plugins: { hooks: [wrong] }, machines: 1 });
    const [machine] = running.machines;
    await running.introspect(machine!);
    const failure = await running
      .until(machine!, 'finished', { seconds: 0 })
      .catch((error: unknown) => error);
    expect(String(failure)).to.match(/is in state error \(.*nothing works.*\), not finished/);
    const unknown = await running.start('no-such-node').catch((error: unknown) => error);
    expect(String(unknown)).to.match(/was answered 404: .*no-such-node/);
    const silent = await running.logged('never said', { seconds: 0 }).catch((error: unknown) => error);
    expect(String(silent)).to.include('nothing was logged with never said');
  });

  it('refuses machines beside a bare metal plugin, in which they cannot live', async () => {
    const baremetal = defineBareMetal({ id: 'none', setup: () => expect.fail('it was set up') });
    const failure = await startInspector({ plugins: { baremetal }, machines: 1 }).catch(
      (error: unknown) => error,
    );
    expect(String(failure)).to.include('give one of the two');
  });
});

describe('the test kit without a service', () => {
  it('says how to install one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-empty-'));
    const kit = new URL('file:///nowhere/at/all.js');
    const failure = await importCore(folder, kit).catch((error: unknown) => error);
    await rm(folder, { recursive: true });
    expect(String(failure)).to.include('npm install --save-dev @inspector/core');
  });
});
