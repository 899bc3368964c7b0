import { expect } from 'chai';
import { hardwareSummary } from '../../src/history/summary.js';
import { machine } from '../difference/machine.js';
import { withApi } from './api-server.js';

describe('The list of nodes and their machines', () => {
  const api = withApi();
  beforeEach(() => {
    const hardware = hardwareSummary(machine());
    if (hardware === undefined) throw new Error('The machine has no parts');
    for (const [end, vendor] of ['Dell', 'Lenovo', 'Dell'].entries()) {
      const uuid = `00000000-0000-4000-8000-00000000000${end}`;
      const known = {
        uuid,
        name: `rack-${end}`,
        state: 'finished',
        inspectedAt: '2031-02-03T04:05:06',
      } as const;
      api().summaries.push({ ...known, hardware: { ...hardware, vendor } });
    }
  });
  const list = async (query: Readonly<Record<string, string>>) => {
    const { status, json } = await api().call('GET', `/v1/nodes?${new URLSearchParams(query)}`);
    return { status, json: json as { nodes: { name: string }[]; error: { message: string } } };
  };
  const names = async (query: Readonly<Record<string, string>>): Promise<string[]> =>
    (await list(query)).json.nodes.map(({ name }) => name);

  it('has those that meet a condition, page by page', async () => {
    expect(await names({})).to.deep.equal(['rack-0', 'rack-1', 'rack-2']);
    expect(await names({ where: 'vendor = dell' })).to.deep.equal(['rack-0', 'rack-2']);
    expect(await names({ where: 'vendor = dell', limit: '1' })).to.deep.equal(['rack-0']);
    const marker = '00000000-0000-4000-8000-000000000000';
    expect(await names({ where: 'vendor = dell', limit: '1', marker })).to.deep.equal(['rack-2']);
    expect(await names({ where: 'vendor = dell and name = rack-1' })).to.deep.equal([]);
  });

  for (const [where, text] of [
    ['', '"" is no comparison such as'],
    ['memory', '"memory" is no comparison such as'],
    ['ram < 5', '"ram" is none of uuid, name,'],
    ['memory_mb < lots', 'memory_mb is a number, "lots" is none.'],
    ['memory_mb < 5 and', 'Only "and" joins comparisons, and one has to follow it.'],
    [`name = ${'x'.repeat(1000)}`, 'A condition may have 1000 characters; this one has 1007.'],
  ] as const) {
    it(`is refused for the condition ${where.slice(0, 20) || 'without text'}`, async () => {
      const { status, json } = await list({ where });
      expect(status).to.equal(400);
      expect(json.error.message).to.contain(`Bad request: ${text}`);
    });
  }

  it('is refused for two conditions, one of which would not count', async () => {
    const { status, json } = await api().call('GET', '/v1/nodes?where=cpus=4&where=vendor=dell');
    expect(status).to.equal(400);
    expect((json as { error: { message: string } }).error.message).to.contain(
      'Join the comparisons with "and"',
    );
  });
});
