import { expect } from 'chai';
import type { ConditionDefinition, Json } from '@inspector/plugin-api';
import * as compare from '../src/conditions/compare.js';
import { contains, matches } from '../src/conditions/expressions.js';
import inNet from '../src/conditions/in-net.js';
import isEmpty from '../src/conditions/is-empty.js';
import isNone from '../src/conditions/is-none.js';
import oneOf from '../src/conditions/one-of.js';
import { isFalse, isTrue } from '../src/conditions/truth.js';

async function check(definition: ConditionDefinition, params: object, value: unknown): Promise<boolean> {
  const instance = await definition.setup({} as never);
  return instance.compile(params as never)(value as Json, {} as never);
}

async function problem(definition: ConditionDefinition, params: object): Promise<string> {
  const instance = await definition.setup({} as never);
  try {
    instance.validate?.(params as never);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
}

const show = (value: unknown): string => JSON.stringify(value);

describe('comparisons', () => {
  const cases: [op: keyof typeof compare, field: unknown, value: unknown, result: boolean][] = [
    ['eq', 5, 5, true],
    ['eq', 6, 5, false],
    ['ne', 5, 5, false],
    ['ne', 6, 5, true],
    ['lt', 4, 5, true],
    ['lt', 5, 5, false],
    ['le', 5, 5, true],
    ['le', 6, 5, false],
    ['gt', 6, 5, true],
    ['gt', 5, 5, false],
    ['ge', 5, 5, true],
    ['ge', 4, 5, false],
    ['eq', '5', 5, true],
    ['eq', 5, '5', false],
    ['eq', 1, true, true],
  ];
  for (const [op, field, value, result] of cases) {
    it(`${show(field)} ${op} ${show(value)} is ${String(result)}`, async () => {
      expect(await check(compare[op], { value }, field)).to.equal(result);
      expect(compare[op].id).to.equal(op);
    });
  }

  it('that are impossible throw', async () => {
    const failed = await check(compare.eq, { value: 5 }, null).catch((error: unknown) => String(error));
    expect(failed).to.equal('Error: None is not an integer');
  });
});

describe('in-net', () => {
  const cases: [field: unknown, value: string, result: boolean][] = [
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.3.7', '192.0.2.0/24', false],
    ['192.0.2.7', '192.0.2.99/24', true],
    ['192.0.2.7', '192.0.2.0/255.255.255.0', true],
    ['192.0.2.7', '192.0.2.0/0.0.0.255', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.8', '192.0.2.7', false],
    ['203.0.113.1', '0.0.0.0/0', true],
    ['192.0.2.7', '192.0.2.7/32', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['2001:db8::1', '2001:db8::/ffff:ffff::', true],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.0/120', true],
    ['::1', '::/0', true],
    ['192.0.2.7', '::/0', false],
    ['::1', '0.0.0.0/0', false],
    ['::ffff:192.0.2.7', '192.0.2.0/24', false],
    [3221225991, '192.0.2.0/24', true],
    [3221225991.5, '192.0.2.0/24', false],
    [-1, '0.0.0.0/0', false],
    [2 ** 32, '0.0.0.0/0', false],
    ['', '0.0.0.0/0', false],
    [null, '0.0.0.0/0', false],
    [true, '0.0.0.0/0', false],
    [['192.0.2.7'], '192.0.2.0/24', false],
    ['192.0.2.7/32', '192.0.2.0/24', false],
    ['192.0.2.07', '192.0.2.0/24', false],
    ['192.0.2', '192.0.0.0/16', false],
    ['fe80::1%eth0', 'fe80::/10', false],
    ['not an address', '0.0.0.0/0', false],
  ];
  for (const [field, value, result] of cases) {
    it(`${show(field)} is ${result ? 'inside' : 'outside'} ${value}`, async () => {
      expect(await check(inNet, { value }, field)).to.equal(result);
    });
  }

  const wrong = ['', 'x', '192.0.2.0/33', '::/129', '192.0.2.0/', '192.0.2.0/24/1', '192.0.2.0/-1'];
  for (const value of [
    ...wrong,
    '192.0.2.0/255.0.255.0',
    '192.0.2.0/ffff::',
    'fe80::1%eth0/64',
    5,
    null,
    ['::'],
  ]) {
    it(`refuses the network ${show(value)}`, async () => {
      expect(await problem(inNet, { value })).to.match(/^invalid value: /);
    });
  }
});

describe('matches and contains', () => {
  const cases: [condition: ConditionDefinition, field: unknown, value: string, result: boolean][] = [
    [matches, 'abc', 'a.c', true],
    [matches, 'abcd', 'a.c', false],
    [matches, 'xabc', 'a.c', false],
    [matches, 'abz', 'ab|z', false],
    [matches, true, 'True', true],
    [matches, null, 'None', true],
    [matches, [1, 'a'], "\\[1, 'a'\\]", true],
    [matches, '', '', true],
    [matches, 'x', '', false],
    [contains, 'xabcx', 'a.c', true],
    [contains, 'xyz', 'a.c', false],
    [contains, 'anything', '', true],
    [contains, { k: 'v' }, "'k': 'v'", true],
  ];
  for (const [condition, field, value, result] of cases) {
    it(`${show(field)} ${condition.id} ${show(value)} is ${String(result)}`, async () => {
      expect(await check(condition, { value }, field)).to.equal(result);
    });
  }

  it('refuse what is no expression', async () => {
    for (const condition of [matches, contains]) {
      expect(await problem(condition, { value: 5 })).to.equal(
        'invalid regular expression: value must be a string',
      );
      expect(await problem(condition, { value: '(' })).to.match(
        /^invalid regular expression: .*missing closing/,
      );
      expect(await problem(condition, { value: 'a(?!b' })).to.match(
        /^invalid regular expression: unterminated group/,
      );
      expect(condition.anyParams).to.equal(true);
    }
  });
});

describe('is-empty', () => {
  for (const value of ['', null, [], {}]) {
    it(`holds for ${show(value)}`, async () => {
      expect(await check(isEmpty, {}, value)).to.equal(true);
    });
  }
  for (const value of [0, false, ' ', [0], { a: null }, '0', Object(5)]) {
    it(`does not hold for ${show(value)}`, async () => {
      expect(await check(isEmpty, {}, value)).to.equal(false);
    });
  }
  it('takes missing fields and no parameters', () => {
    expect([isEmpty.allowNone, isEmpty.requiredParams]).to.deep.equal([true, []]);
  });
});

describe('is-none', () => {
  for (const value of [null, '', 'None', 0, false, []]) {
    it(`${value === null ? 'holds' : 'does not hold'} for ${show(value)}`, async () => {
      expect(await check(isNone, {}, value)).to.equal(value === null);
    });
  }
  it('takes missing fields', () => {
    expect(isNone.allowNone).to.equal(true);
  });
});

describe('is-true and is-false', () => {
  const cases: [value: unknown, isTrue: boolean, isFalse: boolean][] = [
    [true, true, false],
    [false, false, true],
    [1, true, false],
    [0.5, true, false],
    [0, false, true],
    [Object(0), false, true],
    [Object(1), true, false],
    ['true', true, false],
    ['YES', true, false],
    ['False', false, true],
    ['no', false, true],
    ['on', false, false],
    ['', false, false],
    [null, false, true],
    [[], false, false],
    [{}, false, false],
  ];
  for (const [value, wanted, unwanted] of cases) {
    it(`of ${show(value)} are ${String(wanted)} and ${String(unwanted)}`, async () => {
      expect(await check(isTrue, {}, value)).to.equal(wanted);
      expect(await check(isFalse, {}, value)).to.equal(unwanted);
    });
  }
});

describe('one-of', () => {
  const cases: [field: unknown, values: unknown[], result: boolean][] = [
    ['a', ['a', 'b'], true],
    ['c', ['a', 'b'], false],
    [5, ['5', 5], true],
    ['5', [5], false],
    [null, [null], true],
    [[1], [[1]], true],
    ['a', [], false],
  ];
  for (const [field, values, result] of cases) {
    it(`${show(field)} ${result ? 'is' : 'is not'} one of ${show(values)}`, async () => {
      expect(await check(oneOf, { values }, field)).to.equal(result);
    });
  }
  it('wants a list', async () => {
    expect(await problem(oneOf, { values: 'abc' })).to.equal('values must be a list');
    expect(await problem(oneOf, { values: [] })).to.equal('none');
  });
});
