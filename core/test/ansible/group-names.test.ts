import { expect } from 'chai';
import { collidingGroups, isValidGroupName, sanitisedGroupName } from '../../src/ansible/group-names.js';

describe('names of groups', () => {
  for (const [text, name] of [
    ['1abc', '_abc'],
    ['a-b c.d', 'a_b_c_d'],
    ['größe', 'größe'],
    ['{{ x }}', '___x___'],
    ['\u{1f600}', '_'],
    ['', ''],
  ] as const) {
    it(`become ones that Ansible takes: ${JSON.stringify(text)}`, () => {
      expect(sanitisedGroupName(text)).to.equal(name);
      expect(isValidGroupName(text)).to.equal(text === name && text !== '');
    });
  }

  it('that differ in invalid characters only are found', () => {
    expect(collidingGroups(['a-b', 'c', 'a_b', 'a.b', 'd-e'])).to.deep.equal([['a-b', 'a_b', 'a.b']]);
  });
});
