import { expect } from 'chai';
import { defineHook, type HookInstance, type InspectorError } from '@inspector/plugin-api';
import { NODE_UUID, runHook, type HookRun } from '../../src/index.js';

const hook = (beforeUpdate: NonNullable<HookInstance['beforeUpdate']>) =>
  defineHook({ id: 'x', setup: () => ({ beforeUpdate }) });

const failure = async (promise: Promise<unknown>): Promise<InspectorError> =>
  promise.then(
    () => expect.fail('did not fail'),
    (error: InspectorError) => error,
  );

describe('runHook', () => {
  it('runs both parts on a copy of the data and closes the hook', async () => {
    const steps: string[] = [];
    const data = { a: 1 };
    const both = defineHook({
      id: 'x',
      setup: () => ({
        beforeProcessing: (given) => {
          given['b'] = steps.push('before');
        },
        beforeUpdate: (given) => {
          given['c'] = steps.push('update');
        },
        close: () => void steps.push('close'),
      }),
    });
    const result = await runHook(both, { data });
    expect(steps).to.deep.equal(['before', 'update', 'close']);
    expect(result.data).to.deep.equal({ a: 1, b: 1, c: 2 });
    expect(data).to.deep.equal({ a: 1 });
    steps.length = 0;
    await runHook(both, { data, phases: ['beforeProcessing'] });
    expect(steps).to.deep.equal(['before', 'close']);
  });

  it('shows a hook its own changes and sends them as one request', async () => {
    const result = await runHook(
      hook(async (data, node) => {
        node.patch([{ op: 'add', path: 'extra/a/', value: 1 }]);
        node.updateProperties({ cpus: '8' });
        await node.updateCapabilities({ boot_mode: 'uefi', old: null });
        data['seen'] = (await node.node()).extra ?? null;
      }),
      { node: { properties: { capabilities: 'old:1,kept:2' } } },
    );
    expect(result.data['seen']).to.deep.equal({ a: 1 });
    expect(result.node.properties).to.deep.equal({ capabilities: 'kept:2,boot_mode:uefi', cpus: '8' });
    expect(result.changes.nodeRequests).to.equal(1);
    expect(result.changes.node.map(({ path }) => path)).to.deep.equal([
      '/extra/a',
      '/properties/cpus',
      '/properties/capabilities',
    ]);
  });

  it('creates, patches and deletes ports', async () => {
    const run: HookRun = {
      ports: ['52:54:00:00:00:01', { address: '52:54:00:00:00:02', pxe_enabled: true }],
      foreignPorts: ['52:54:00:00:00:09'],
    };
    const result = await runHook(
      hook(async (_data, node) => {
        await node.createPorts(['52:54:00:00:00:03', { mac: '52:54:00:00:00:09' }, '52:54:00:00:00:01']);
        node.patchPort('52:54:00:00:00:02', [{ op: 'replace', path: '/pxe_enabled', value: false }]);
        await node.deletePort('52:54:00:00:00:01');
      }),
      run,
    );
    expect([...result.ports.keys()]).to.deep.equal(['52:54:00:00:00:02', '52:54:00:00:00:03']);
    expect(result.ports.get('52:54:00:00:00:02')).to.include({ pxe_enabled: false });
    expect(result.changes).to.deep.include({
      createdPorts: ['52:54:00:00:00:03'],
      deletedPorts: ['52:54:00:00:00:01'],
    });
    expect(result.log.messages('warn')).to.have.lengthOf(2);
  });

  it('fails where the bare metal service would refuse the change', async () => {
    const removing = hook((_data, node) => node.patch([{ op: 'remove', path: '/extra/none' }]));
    const error = await failure(runHook(removing));
    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.message).to.contain("can't remove a non-existent object 'none'");
    expect(error.cause).to.include({ httpStatus: 400 });
  });

  it('shows a hook what the service would show: nothing of a change that will be refused', async () => {
    const seen: unknown[] = [];
    const asking = hook(async (_data, node) => {
      node.patch([{ op: 'add', path: '/extra/missing/x', value: 1 }]);
      node.patch([{ op: 'replace', path: '/extra/none', value: 1 }]);
      node.patch([{ op: 'add', path: '/extra/rack', value: 7 }]);
      seen.push((await node.node()).extra);
    });
    const error = await failure(runHook(asking));
    expect(seen).to.deep.equal([{ rack: 7 }]);
    expect(error.message).to.contain("member 'missing' not found");
  });

  it('lets a port patch be refused where the hook does not mind', async () => {
    const half = (ignoreRejection: boolean) =>
      hook((_data, node) =>
        node.patchPort(
          '52:54:00:00:00:01',
          [{ op: 'add', path: '/local_link_connection/port_id', value: 'eth1' }],
          { ignoreRejection },
        ),
      );
    const ports = ['52:54:00:00:00:01'];
    expect((await failure(runHook(half(false), { ports }))).code).to.equal('INSP_BAREMETAL_REJECTED');
    const { log } = await runHook(half(true), { ports });
    expect(log.messages('warn')[0]).to.contain("'switch_id' is a required property");
  });

  it('gives options with their defaults, the service’s options and the bare metal service', async () => {
    const definition = defineHook({
      id: 'x',
      configSchema: {
        type: 'object',
        properties: { depth: { type: 'integer', default: 3 }, name: { type: 'string' } },
        required: ['name'],
      },
      setup: ({ config, service, baremetal }) => ({
        async beforeUpdate(data) {
          data['config'] = { ...config };
          data['addPorts'] = service.processing.addPorts;
          data['node'] = (await baremetal.getNode('rack1')).uuid;
        },
      }),
    });
    const { data } = await runHook(definition, {
      options: { name: 'n' },
      service: { processing: { addPorts: 'all' } },
      node: { name: 'rack1' },
    });
    expect(data).to.deep.equal({ config: { depth: 3, name: 'n' }, addPorts: 'all', node: NODE_UUID });
    const error = await failure(runHook(definition, { options: { depth: 'deep' } }));
    expect(error.code).to.equal('INSP_PLUGIN_BAD_OPTIONS');
    expect(error.message).to.contain('/depth must be integer').and.contain("required property 'name'");
  });

  it('keeps attributes, options, traits and fields of the record', async () => {
    const { handle, changes, node } = await runHook(
      hook(async (data, target) => {
        await target.addAttribute('mac', ['52:54:00:AA:00:01']);
        await target.setOption('seen', [1]);
        await target.addTrait('CUSTOM_GPU');
        await target.removeTrait('CUSTOM_OLD');
        await target.replaceField('/extra/list', (value) => [...(value as number[]), 5], []);
        data['known'] = (await target.attributes()).get('mac') as string[];
      }),
      {
        attributes: { mac: ['52:54:00:aa:00:09'] },
        node: { traits: ['CUSTOM_OLD'] },
        record: { manageBoot: false },
      },
    );
    expect((await handle.attributes()).get('mac')).to.deep.equal(['52:54:00:aa:00:09', '52:54:00:aa:00:01']);
    expect((await handle.options()).get('seen')).to.deep.equal([1]);
    expect(changes).to.deep.include({ addedTraits: ['CUSTOM_GPU'], removedTraits: ['CUSTOM_OLD'] });
    expect(node['traits']).to.deep.equal(['CUSTOM_GPU']);
    expect(node.extra).to.deep.equal({ list: [5] });
    expect(handle.record.manageBoot).to.equal(false);
  });
});
