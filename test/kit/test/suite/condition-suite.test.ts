import {
  defineCondition,
  type ConditionDefinition,
  type ConditionInstance,
  type NodeHandle,
} from '@inspector/plugin-api';
import { expect } from 'chai';
import { conditionSuite, type ConditionCase } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

const CASES: [ConditionCase, ConditionCase] = [
  { params: { value: 'db' }, fulfilledBy: ['db-1', 'db'], notBy: ['xdb', '', 7, null] },
  { params: { value: 'web' }, fulfilledBy: ['web-1'], notBy: ['db-1', ['web']] },
];
const REFUSED = [{}, { value: 5 }, { value: 'db', other: 1 }];

const textIn = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error('value must be a text');
  return value;
};
const right: ConditionInstance = {
  validate: ({ value }) => void textIn(value),
  compile: ({ value }) => {
    const start = textIn(value);
    return (found) => typeof found === 'string' && found.startsWith(start);
  },
};
const begins = (instance: Partial<ConditionInstance> = {}, members: Partial<ConditionDefinition> = {}) =>
  defineCondition({ id: 'begins', setup: () => ({ ...right, ...instance }), ...members });

conditionSuite({ describe, it, definition: begins(), cases: CASES, refused: REFUSED });

const failuresWith = async (definition: ConditionDefinition): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) =>
      conditionSuite({ ...functions, definition, cases: CASES, refused: REFUSED }),
    ),
  );

const WHAT = 'says what it is';
const ACCEPTS = 'accepts parameters a rule may have';
const REFUSES = 'says what is wrong with parameters when a rule is created';
const DECIDES = 'returns true or false as it should';
const SAME = 'decides the same, also after other decisions';
const LOOKS = 'changes nothing about the node';
const SURVIVES = 'decides, or says why it cannot, for every value a field may have';

describe('conditionSuite', () => {
  const wrong: [string, string[], ConditionDefinition][] = [
    ['has no proper id', [WHAT], begins({}, { id: 'Begins With' })],
    ['names a parameter twice', [WHAT], begins({}, { requiredParams: ['value'], optionalParams: ['value'] })],
    ['takes a key of rules for itself', [WHAT], begins({}, { optionalParams: ['invert'] })],
    [
      'refuses good parameters',
      [ACCEPTS],
      begins({
        validate({ value }) {
          if (value !== 'db') throw new Error('value must be db');
        },
      }),
    ],
    [
      'accepts any parameters',
      [REFUSES],
      begins({
        validate: () => undefined,
        compile:
          ({ value }) =>
          (found) =>
            typeof found === 'string' && found.startsWith(String(value)),
      }),
    ],
    [
      'trips over bad parameters',
      [REFUSES],
      begins({ validate: ({ value }) => void (value as string).startsWith('') }),
    ],
    [
      'refuses without a word',
      [REFUSES],
      begins({
        validate({ value }) {
          if (typeof value !== 'string') throw new Error();
        },
      }),
    ],
    [
      'answers something like true',
      [DECIDES, SAME, SURVIVES],
      begins({
        compile:
          ({ value }) =>
          (found) =>
            (typeof found === 'string' && found.startsWith(String(value)) ? 1 : 0) as unknown as boolean,
      }),
    ],
    [
      'looks anywhere',
      [DECIDES, SAME],
      begins({
        compile:
          ({ value }) =>
          (found) =>
            typeof found === 'string' && found.includes(String(value)),
      }),
    ],
    [
      'goes on where its expression stopped',
      [DECIDES, SAME],
      begins({
        compile: ({ value }) => {
          const expression = new RegExp(`^${String(value)}`, 'g');
          return (found) => typeof found === 'string' && expression.test(found);
        },
      }),
    ],
    [
      'keeps its parameters in the instance',
      [SAME],
      begins(
        {},
        {
          setup: () => {
            let start = '';
            return {
              ...right,
              compile: ({ value }) => {
                start = textIn(value);
                return (found) => typeof found === 'string' && found.startsWith(start);
              },
            };
          },
        },
      ),
    ],
    [
      'wants parameters to itself',
      [DECIDES, SAME, LOOKS, SURVIVES],
      begins({
        compile: (params) => {
          Object.assign(params, { value: textIn(params['value']) });
          return right.compile(params);
        },
      }),
    ],
    [
      'marks the node',
      [LOOKS],
      begins({
        compile: (params) => {
          const check = right.compile(params);
          return (found, node: NodeHandle) => {
            node.patch([{ op: 'add', path: '/extra/checked', value: true }]);
            return check(found, node);
          };
        },
      }),
    ],
    [
      'trips over values that are no texts',
      [SURVIVES],
      begins({
        compile:
          ({ value }) =>
          (found) =>
            found !== null &&
            typeof found !== 'number' &&
            !Array.isArray(found) &&
            (found as string).startsWith(String(value)),
      }),
    ],
  ];
  for (const [what, titles, definition] of wrong) {
    it(`finds a condition that ${what}`, async () => {
      expect(await failuresWith(definition)).to.deep.equal(titles);
    });
  }

  it('accepts a condition that says why it cannot decide', async () => {
    const picky = begins({
      compile: (params) => {
        const check = right.compile(params);
        return (found, node) => {
          if (typeof found === 'boolean') throw new Error('true and false do not begin with anything');
          return check(found, node);
        };
      },
    });
    expect(await failuresWith(picky)).to.deep.equal([]);
  });
});
