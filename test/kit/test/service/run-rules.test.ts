import { expect } from 'chai';
import { runRules } from '../../src/index.js';

describe('runRules', function () {
  this.timeout(30_000);
  const rules = [
    {
      conditions: [{ op: 'eq', field: 'data://inventory.system_vendor.product_name', value: 'R7' }],
      actions: [{ action: 'set-attribute', path: '/extra/site', value: '{data[site]}' }],
    },
  ];
  const data = { site: 'Bern', inventory: { system_vendor: { product_name: 'R7' } } };

  it('runs rules on the data of a machine', async () => {
    const { node, error, data: left } = await runRules(rules, { data, node: { extra: { kept: true } } });
    expect(error).to.equal(null);
    expect(node.extra).to.deep.equal({ kept: true, site: 'Bern' });
    expect(left).to.include({ site: 'Bern' });
  });

  it('says why an introspection fails', async () => {
    const fail = [{ actions: [{ action: 'fail', message: 'not here' }] }];
    const { error, data: left } = await runRules(fail);
    expect(error).to.include('not here');
    expect(left).to.equal(undefined);
  });
});
