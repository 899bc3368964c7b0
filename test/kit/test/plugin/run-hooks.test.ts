import { expect } from 'chai';
import { defineHook } from '@inspector/plugin-api';
import { runHooks } from '../../src/index.js';

const calls: string[] = [];
const first = defineHook({
  id: 'switch_names',
  setup: () => ({
    beforeProcessing: () => void calls.push('first before processing'),
    beforeUpdate(data, node) {
      calls.push('first');
      data['switch'] = 'leaf-7';
      node.patch([{ op: 'add', path: '/extra/switch', value: 'leaf-7' }]);
    },
  }),
});
const second = defineHook({
  id: 'rack',
  dependencies: ['switch-names'],
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: { racks: { type: 'object', additionalProperties: { type: 'string' } } },
    required: ['racks'],
  },
  setup: ({ config }) => ({
    beforeProcessing: () => void calls.push('second before processing'),
    beforeUpdate(data, node) {
      calls.push('second');
      node.patch([{ op: 'add', path: '/extra/rack', value: config.racks[String(data['switch'])] ?? null }]);
    },
    close: () => void calls.push('closed'),
  }),
});
const racks = { racks: { 'leaf-7': 'R7' } };

describe('runHooks', () => {
  beforeEach(() => calls.splice(0));

  it('runs each phase of all hooks in order, and sends their changes as one', async () => {
    const { node, changes, data } = await runHooks([first, { definition: second, options: racks }]);
    expect(calls).to.deep.equal([
      'first before processing',
      'second before processing',
      'first',
      'second',
      'closed',
    ]);
    expect(node.extra).to.deep.equal({ switch: 'leaf-7', rack: 'R7' });
    expect(data).to.deep.equal({ switch: 'leaf-7' });
    expect(changes.nodeRequests).to.equal(1);
  });

  it('refuses an order in which a hook lacks another one', async () => {
    const failure = await runHooks([{ definition: second, options: racks }, first]).catch((error) => error);
    expect(failure).to.include({ code: 'INSP_PLUGIN_DEPENDENCY_ORDER' });
    expect(String(failure)).to.include('Hook rack needs switch-names before it');
  });

  it('takes the data of hooks that have run before', async () => {
    const run = { data: { switch: 'leaf-7' }, ranBefore: ['switch_names'] };
    const { node } = await runHooks([{ definition: second, options: racks }], run);
    expect(node.extra).to.deep.equal({ rack: 'R7' });
  });

  it('checks the options of each, and closes those that were set up', async () => {
    const failure = await runHooks(
      [
        { definition: second, options: racks },
        { ...second, id: 'other' },
      ],
      {
        ranBefore: ['switch_names'],
      },
    ).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'INSP_PLUGIN_BAD_OPTIONS' });
    expect(calls).to.deep.equal(['closed']);
  });
});
