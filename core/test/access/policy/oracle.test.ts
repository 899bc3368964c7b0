import { expect } from 'chai';
import type { Check } from '../../../src/access/policy/check.js';
import { parseRule } from '../../../src/access/policy/parse-rule.js';
import { Policy } from '../../../src/access/policy/policy.js';
import type { PolicyTarget } from '../../../src/access/policy/policy-values.js';

const CALLER = {
  roles: ['Admin', 'reader'],
  is_admin: true,
  user_id: 'u1',
  project_id: null,
  system_scope: 'all',
};
const TARGET: PolicyTarget = { name: 'reader', 'role.name': 'member', on: true, five: 5, none: null };

/** Decides by rules as they may stand in a file; the one that is asked for is called `it`. */
function allows(value: unknown, others: Readonly<Record<string, unknown>> = {}): boolean {
  const checks = new Map<string, Check>();
  for (const [name, other] of Object.entries({ ...others, it: value })) checks.set(name, parseRule(other));
  return new Policy(checks).allows('it', CALLER, TARGET);
}

describe('the language of policies', () => {
  for (const [check, allowed] of [
    ['role:ADMIN', true],
    ['not not role:admin', true],
    ['NOT role:no', true],
    ['role:no or role:admin and role:zz', false],
    ['not role:no and role:no', false],
    ['role:admin or role:no and role:no', true],
    ['role:no and role:no or role:admin', true],
    ['(role:no or role:admin) and role:reader', true],
    ['role:no OR role:admin\n  AND\trole:reader', true],
    ['((role:admin))', true],
    ['not (role:no or role:zz)', true],
    ['is_admin:True', true],
    ['is_admin:true', false],
    ['is_admin:1', false],
    ['roles:Admin', true],
    ['roles:admin', false],
    ['project_id:None', true],
    ['user_id:U1', false],
    ['user_name:u1', false],
    ['system_scope:all', true],
    ['@', true],
    ['!', false],
    ['not !', true],
    ['ROLE:admin', false],
    ['Rule:foo', false],
    ['role:%(name)s', true],
    ['role:%(missing)s', false],
    ['role:%(name)sx', false],
    [`'member':%(role.name)s`, true],
    [`"member":%(role.name)s`, true],
    ['True:%(on)s', true],
    ['5:%(five)s', true],
    ['None:%(none)s', true],
    ['user_id:u%%1', false],
    [`'100%':100%%`, true],
    [[], true],
    [[[]], false],
    [[['role:admin', 'role:no'], ['role:reader']], true],
    [[['role:admin', 'role:no']], false],
    [['role:no', 'role:admin'], true],
    [[[], ['role:no']], false],
  ] as const) {
    it(`${allowed ? 'allows' : 'denies'} by ${JSON.stringify(check)}`, () => {
      expect(allows(check)).to.equal(allowed);
    });
  }

  it('lets rules name each other', () => {
    const others = { a: 'rule:b and role:reader', b: 'role:admin' };
    expect(allows('rule:a', others)).to.equal(true);
    expect(allows('not rule:a', others)).to.equal(false);
  });

  for (const [value, text] of [
    ['', /would allow everybody: write "@"/],
    [null, /would allow everybody: write "@"/],
    [5, /not 5: put it in quotes/],
    [true, /not true/],
    [{ a: 1 }, /not a mapping/],
    ['  ', /there is no check/],
    ['role:admin)', /"\)" is not expected/],
    ['(role:admin', /not closed/],
    ['()', /"\)" is not expected/],
    ['role:admin role:reader', /follows another check/],
    ['foo', /is no check: write kind:match/],
    ['not foo', /is no check/],
    ['role:admin and', /ends in the middle/],
    ['and role:admin', /"and" is not expected/],
    ['role:admin or or role:no', /"or" is not expected/],
    ['"foo"', /text in quotes/],
    [`'a':'a'`, /text in quotes/],
    [':x', /is neither role, rule/],
    ['foo.:x', /is neither role, rule/],
    ['not(role:admin)', /is neither role, rule/],
    ['1.50:x', /is neither role, rule/],
    ['user_id:100%', /must be followed by \(name\)s/],
    ['user_id:%(name)d', /must be followed by \(name\)s/],
    ['role:', /compares with nothing/],
    ['http:', /does not say which server is asked/],
    ['https:x', /does not say which server is asked/],
    [['role:a or role:b'], /must be one comparison/],
    [[['role:a', 5]], /not 5/],
    [`${'('.repeat(5000)}@${')'.repeat(5000)}`, /nested too deeply/],
    [`${'not '.repeat(5000)}@`, /nested too deeply/],
  ] as const) {
    it(`refuses ${JSON.stringify(value).slice(0, 40)}`, () => {
      expect(() => parseRule(value)).to.throw(text);
    });
  }
});
