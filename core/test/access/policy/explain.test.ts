import { expect } from 'chai';
import { parseCheck } from '../../../src/access/policy/parse-check.js';
import { Policy } from '../../../src/access/policy/policy.js';
import { printCheck } from '../../../src/access/policy/print-check.js';

describe('what decided', () => {
  const policy = new Policy(
    new Map(
      Object.entries({
        a: 'role:x or rule:b',
        b: 'role:y and not user_id:u',
        c: 'not rule:a',
      }).map(([name, text]) => [name, parseCheck(text)]),
    ),
  );

  for (const [rule, values, allowed, leaf] of [
    ['a', { roles: ['x'] }, true, 'role:x'],
    ['a', { roles: ['y'], user_id: 'u' }, false, 'role:x, not user_id:u'],
    ['a', { roles: ['y'], user_id: 'v' }, true, 'role:y, not user_id:u'],
    ['b', { roles: [] }, false, 'role:y'],
    ['c', { roles: ['x'] }, false, 'not role:x'],
    ['d', { roles: [] }, false, 'there is no such rule'],
  ] as const) {
    it(`is "${leaf}" for ${JSON.stringify(values)} and rule ${rule}`, () => {
      expect(policy.explain(rule, values)).to.deep.equal({ allowed, leaf });
      expect(policy.allows(rule, values)).to.equal(allowed);
    });
  }
});

describe('a check written as text', () => {
  for (const text of [
    'role:a',
    'role:a and (role:b or not (role:c and rule:d))',
    '@ or !',
    'not not role:a',
  ]) {
    it(`is ${text} again`, () => {
      expect(printCheck(parseCheck(text))).to.equal(text);
    });
  }
});
