import { expect } from 'chai';
import { defineAction, defineCondition } from '@inspector/plugin-api';
import { actionTester, conditionTester } from '../../src/index.js';

const longerThan = defineCondition({
  id: 'longer-than',
  optionalParams: ['unit'],
  setup: () => ({
    validate({ value }) {
      if (typeof value !== 'number') throw new Error('value must be a number');
    },
    compile:
      ({ value }) =>
      (field) =>
        typeof field === 'string' && field.length > Number(value),
  }),
});

const label = defineAction({
  id: 'label',
  requiredParams: ['text'],
  configSchema: { type: 'object', properties: { prefix: { type: 'string', default: 'rack ' } } },
  setup: ({ config }) => ({
    apply({ text }, { node, data, rule, log }) {
      log.info(`rule ${rule}`);
      node.patch([
        { op: 'add', path: '/extra/label', value: `${config.prefix}${String(text)}/${String(data['n'])}` },
      ]);
    },
  }),
});

describe('conditionTester', () => {
  it('checks values', async () => {
    const tester = await conditionTester(longerThan);
    expect(await tester.check({ value: 2 }, 'abc')).to.equal(true);
    expect(await tester.check({ value: 3 }, 'abc')).to.equal(false);
    expect(await tester.check({ value: 3 }, null)).to.equal(false);
    await tester.close();
  });

  for (const [what, params, text] of [
    ['missing', {}, 'missing required parameter(s): value'],
    ['null', { value: null }, 'missing required parameter(s): value'],
    ['unknown', { value: 1, colour: 2 }, 'unexpected parameter(s): colour'],
    ['wrong', { value: 'x' }, 'value must be a number'],
  ] as const) {
    it(`refuses ${what} parameters as the service does`, async () => {
      const tester = await conditionTester(longerThan);
      expect(() => tester.validate(params)).to.throw(text);
    });
  }
});

describe('actionTester', () => {
  it('applies an action to a node and sends its changes', async () => {
    const tester = await actionTester(label);
    const { node, changes, log } = await tester.apply(
      { text: 'A' },
      { data: { n: 5 }, node: { extra: { x: 1 } } },
    );
    expect(node.extra).to.deep.equal({ x: 1, label: 'rack A/5' });
    expect(changes.nodeRequests).to.equal(1);
    expect(log.messages('info')).to.deep.equal(['rule rule under test']);
  });

  it('uses the options given and refuses missing parameters', async () => {
    const tester = await actionTester(label, { options: { prefix: 'row ' } });
    expect((await tester.apply({ text: 'A' })).node.extra).to.include({ label: 'row A/undefined' });
    expect(() => tester.validate({})).to.throw('missing required parameter(s): text');
  });
});
