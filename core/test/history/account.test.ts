import { expect } from 'chai';
import type { NodeChange } from '@inspector/plugin-api/node';
import { Account } from '../../src/history/account.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const SECRET_RULE = '1d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';

const set = (path: string, value: string): NodeChange => ({
  kind: 'node',
  operation: { op: 'add', path, value },
  resetInterfaces: false,
});

describe('the account of an introspection', () => {
  it('has changes with who asked for them, and rules with what became of them', () => {
    const account = new Account();
    account.tellChange(set('/properties/cpus', '4'), 'hook scheduler');
    account.tellRules([{ uuid: RULE, name: 'big ones', sensitive: false, outcome: 'not reached' }]);
    account.tellChange({ kind: 'trait-added', trait: 'CUSTOM_BIG' }, `rule ${RULE}`);
    account.tellRules([{ uuid: RULE, name: 'big ones', sensitive: false, outcome: 'applied' }]);
    expect(account.changes).to.deep.equal([
      { by: 'hook scheduler', target: 'node', op: 'add', path: '/properties/cpus', value: '4' },
      { by: `rule ${RULE}`, target: 'trait', op: 'add', value: 'CUSTOM_BIG' },
    ]);
    expect(account.rules).to.deep.equal([{ uuid: RULE, name: 'big ones', outcome: 'applied' }]);
  });

  it('hides what is secret by its name, or because its rule is', () => {
    const account = new Account();
    account.tellRules([{ uuid: SECRET_RULE, name: 'x', sensitive: true, outcome: 'not reached' }]);
    account.tellChange(set('/driver_info/ipmi_password', 'geheim'), 'hook x');
    account.tellChange({ kind: 'option', name: 'token', value: 'geheim' }, 'hook x');
    account.tellChange({ kind: 'option', name: 'o', value: { list: [{ secret: 'geheim' }] } }, 'hook x');
    account.tellChange(set('/extra/x', 'geheim'), `rule ${SECRET_RULE}`);
    expect(account.changes).to.have.length(4);
    expect(JSON.stringify(account.changes)).to.not.include('geheim');
  });

  it('keeps the beginning of a long value, and counts changes beyond 500', () => {
    const account = new Account();
    account.tellChange(set('/extra/x', 'é'.repeat(10_000)));
    for (let index = 0; index < 510; index++) account.tellChange(set(`/extra/${String(index)}`, 'x'));
    expect(account.changes).to.have.length(500);
    expect(account.changesLeftOut).to.equal(11);
    expect(account.changes[0]).to.deep.include({ by: null });
    expect(JSON.stringify(account.changes[0]).length).to.be.below(1200);
  });
});
