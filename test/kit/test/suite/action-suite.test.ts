import {
  defineAction,
  InspectorError,
  type ActionDefinition,
  type ActionInstance,
} from '@inspector/plugin-api';
import { expect } from 'chai';
import { actionSuite, type ActionSuiteOptions } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

const SETTING: Omit<ActionSuiteOptions<unknown>, 'describe' | 'it' | 'definition'> = {
  params: { text: 'rack 7' },
  run: { data: { inventory: { hostname: 'db-1' } }, node: { extra: { label: 'old' } } },
  refused: [{}, { text: 5 }, { text: 'a', other: 1 }],
};

const textIn = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('text must be a text');
  return value;
};
const right: ActionInstance = {
  validate: ({ text }) => void textIn(text),
  apply({ text }, { node }) {
    node.patch([{ op: 'add', path: '/extra/label', value: textIn(text) }]);
  },
};
const label = (instance: Partial<ActionInstance> = {}, members: Partial<ActionDefinition> = {}) =>
  defineAction({
    id: 'label',
    requiredParams: ['text'],
    formattedParams: ['text'],
    setup: () => ({ ...right, ...instance }),
    ...members,
  });

actionSuite({ describe, it, definition: label(), ...SETTING });

const failuresWith = async (definition: ActionDefinition, fails = false): Promise<string[]> =>
  failuresOf(await outcomesOf((functions) => actionSuite({ ...functions, definition, ...SETTING, fails })));

const WHAT = 'says what it is';
const ACCEPTS = 'accepts parameters a rule may have';
const REFUSES = 'says what is wrong with parameters when a rule is created';
const WORKS = 'does its work';
const SAME = 'does the same for every machine';
const ONCE = 'leaves sending to the service: one request for the node at most';
const TEXTS = 'survives every text that machines may put into its parameters';
const EMPTY = 'survives no data at all';

describe('actionSuite', () => {
  let count = 0;
  const wrong: [string, string[], ActionDefinition][] = [
    ['has no proper id', [WHAT], label({}, { id: 'Label!' })],
    ['formats what is no parameter', [WHAT], label({}, { formattedParams: ['text', 'txt'] })],
    ['takes a key of rules for itself', [WHAT], label({}, { optionalParams: ['action'] })],
    [
      'refuses good parameters',
      [ACCEPTS],
      label({
        validate() {
          throw new Error('never');
        },
      }),
    ],
    ['accepts any parameters', [REFUSES], label({ validate: () => undefined })],
    [
      'does not work',
      [WORKS],
      label({
        apply() {
          throw new InspectorError('INSP_RULE_FAILED', 'not today');
        },
      }),
    ],
    [
      'counts machines',
      [SAME],
      label({
        apply(_params, { node }) {
          node.patch([{ op: 'add', path: '/extra/label', value: ++count }]);
        },
      }),
    ],
    [
      'sends each change by itself',
      [ONCE],
      label({
        async apply(params, context) {
          await right.apply(params, context);
          await context.node.flush();
          context.node.patch([{ op: 'add', path: '/extra/labelled', value: true }]);
        },
      }),
    ],
    [
      'trips over an empty text',
      [TEXTS],
      label({
        apply({ text }, { node }) {
          node.patch([{ op: 'add', path: '/extra/label', value: textIn(text)[0]!.toUpperCase() }]);
        },
      }),
    ],
    [
      'trusts the data',
      [EMPTY, 'survives an inventory that is null'],
      label({
        apply(params, context) {
          const { inventory } = context.data as { inventory: { hostname: string } };
          if (inventory.hostname !== '') return right.apply(params, context);
        },
      }),
    ],
  ];
  for (const [what, titles, definition] of wrong) {
    it(`finds an action that ${what}`, async () => {
      expect(await failuresWith(definition)).to.deep.equal(titles);
    });
  }

  it('finds an action that changes the data', async () => {
    const spoiling = label({
      apply(params, context) {
        Object.assign(context.data, { seen: true });
        return right.apply(params, context);
      },
    });
    expect(await failuresWith(spoiling)).to.include.members([WORKS, EMPTY]);
  });

  const failing = (error: unknown): ActionDefinition =>
    label({
      apply() {
        throw error;
      },
    });

  it('accepts an action whose work is to fail', async () => {
    expect(
      await failuresWith(failing(new InspectorError('INSP_RULE_FAILED', 'no rack')), true),
    ).to.deep.equal([]);
  });

  it('finds an action that should fail and does not, or fails without a word', async () => {
    expect(await failuresWith(label(), true)).to.deep.equal(['fails the introspection']);
    expect(await failuresWith(failing(new Error('')), true)).to.include('fails the introspection');
  });
});
