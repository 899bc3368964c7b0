import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withApi } from './api-server.js';

const NODE = 'abcdef12-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('Stored introspection data', () => {
  const api = withApi();

  for (const [path, processed, word] of [
    ['data', true, 'True'],
    ['data/unprocessed', false, 'False'],
  ] as const) {
    it(`come from ${path} as the text that was stored`, async () => {
      const text = '{"b":1.0,"a":12345678901234567890, "ü":[ ]}';
      await api().storage.save(NODE, text, processed);
      for (const node of [NODE, NODE.toUpperCase()]) {
        const answer = await api().call('GET', `/v1/introspection/${node}/${path}`);
        expect(answer).to.include({ status: 200, text });
        expect(answer.headers.get('Content-Type')).to.equal('application/json');
      }
      expect(api().conductor.asked).to.deep.equal([]);
    });

    it(`are not found at ${path} when there are none`, async () => {
      await api().storage.save(NODE, '{}', !processed);
      expect(await api().call('GET', `/v1/introspection/${NODE}/${path}`)).to.include({
        status: 404,
        message: `Introspection data not found for node ${NODE}, processed=${word}`,
      });
    });
  }

  it('are found by the name of the node', async () => {
    api().conductor.names.set('node-1', NODE);
    await api().storage.save(NODE, '{"a":1}', true);
    expect((await api().call('GET', '/v1/introspection/node-1/data')).json).to.deep.equal({ a: 1 });
  });

  it('are asked for only after the name is known', async () => {
    api().storage.failure = new Error('the storage was asked');
    expect(await api().call('GET', '/v1/introspection/node-1/data')).to.include({
      status: 404,
      message: 'Node node-1 was not found in Ironic',
    });
  });

  it('say so when nothing is ever stored', async () => {
    const message =
      'Inspector is not configured to store data. Set the [processing]store_data configuration option to change this.';
    api().storage.failure = new InspectorError('INSP_STORAGE_DISABLED', message);
    expect(await api().call('GET', `/v1/introspection/${NODE}/data`)).to.include({ status: 404, message });
  });

  it('answer 503 while the storage is out of reach', async () => {
    api().storage.failure = new InspectorError('INSP_STORAGE_FAILED', 'no connection to the object store');
    expect(await api().call('GET', `/v1/introspection/${NODE}/data`)).to.include({ status: 503 });
  });
});
