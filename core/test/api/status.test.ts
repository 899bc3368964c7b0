import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withApi } from './api-server.js';

const NODE = 'abcdef12-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('GET /v1/introspection/{node}', () => {
  const api = withApi();
  const status = (node: string) => api().call('GET', `/v1/introspection/${node}`);

  it('shows an introspection that goes on', async () => {
    api().records.add({ uuid: NODE });
    expect((await status(NODE)).json).to.deep.equal({
      uuid: NODE,
      state: 'waiting',
      finished: false,
      error: null,
      started_at: '2031-02-03T04:05:06.789012',
      finished_at: null,
      links: [{ rel: 'self', href: `${api().url}/v1/introspection/${NODE}` }],
    });
  });

  it('calls a failed introspection finished', async () => {
    api().records.add({
      uuid: NODE,
      state: 'error',
      startedAt: '2031-02-03T04:05:06',
      finishedAt: '2031-02-03T04:06:06.000001',
      error: 'Canceled by operator',
    });
    expect((await status(NODE)).json).to.include({
      state: 'error',
      finished: true,
      error: 'Canceled by operator',
      started_at: '2031-02-03T04:05:06',
      finished_at: '2031-02-03T04:06:06.000001',
    });
  });

  const spellings = [
    NODE.toUpperCase(),
    NODE.replaceAll('-', ''),
    `{${NODE}}`,
    `urn:uuid:${NODE}`,
    encodeURIComponent(`{${NODE.toUpperCase()}}`),
  ];
  for (const spelling of spellings) {
    it(`finds the UUID spelt ${spelling} without asking the bare metal service`, async () => {
      api().records.add({ uuid: NODE });
      expect((await status(spelling)).json).to.include({ uuid: NODE });
      expect(api().conductor.asked).to.deep.equal([]);
    });
  }

  it('finds a node by name', async () => {
    api().records.add({ uuid: NODE });
    api().conductor.names.set('rack 1/größe', NODE);
    expect((await status(encodeURIComponent('rack 1/größe'))).json).to.include({ uuid: NODE });
  });

  it('does not know a name the bare metal service does not know', async () => {
    expect(await status('node-7')).to.include({
      status: 404,
      message: 'Node node-7 was not found in Ironic',
    });
  });

  it('passes on that a name is not valid', async () => {
    api().conductor.failure = new InspectorError('INSP_BAD_REQUEST', 'Cannot get node a%b: bad name');
    expect(await status('a%25b')).to.include({ status: 400, message: 'Cannot get node a%b: bad name' });
  });

  it('answers 500 while the bare metal service cannot be reached', async () => {
    api().conductor.failure = new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'no connection');
    expect(await status('node-7')).to.include({ status: 500, message: 'no connection' });
  });

  it('shows the UUID when there is no introspection, also of a node given by name', async () => {
    api().conductor.names.set('node-7', NODE);
    const message = `Could not find node ${NODE} in cache`;
    expect(await status(NODE)).to.include({ status: 404, message });
    expect(await status('node-7')).to.include({ status: 404, message });
  });
});

describe('GET /v1/introspection/{node}/results', () => {
  const api = withApi();

  it('shows how each hook went', async () => {
    const results = [{ hook: 'scheduler', outcome: 'ok' as const, milliseconds: 1.5, message: null }];
    api().records.add({ uuid: NODE });
    api().hookResults.set(NODE, results);
    const answer = await api().call('GET', `/v1/introspection/${NODE.toUpperCase()}/results`);
    expect(answer.json).to.deep.equal({ uuid: NODE, results });
  });

  it('does not know a node without introspection', async () => {
    expect(await api().call('GET', `/v1/introspection/${NODE}/results`)).to.include({
      status: 404,
      message: `Could not find node ${NODE} in cache`,
    });
  });
});
