import { expect } from 'chai';
import { withApi } from './api-server.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const HEADER = 'X-OpenStack-Ironic-Inspector-API-Version';
const LINKS = [{ rel: 'self', href: `/v1/rules/${RULE}` }];

const ruleText = (uuid: string, value = '5.0') =>
  `{"uuid": "${uuid}", "description": "big", "scope": null, ` +
  `"conditions": [{"op": "ge", "field": "memory_mb", "value": ${value}, "multiple": "any", "invert": false}], ` +
  '"actions": [{"action": "fail", "message": "}"}]}';

describe('Rules over the API', () => {
  const api = withApi();

  it('are created from the text that came and shown with their link', async () => {
    const answer = await api().call('POST', '/v1/rules', { body: ruleText(RULE) });
    expect(answer.status).to.equal(201);
    expect(api().rules.received).to.deep.equal([ruleText(RULE)]);
    expect(answer.json).to.deep.equal({ ...(JSON.parse(ruleText(RULE)) as object), links: LINKS });
  });

  it('keep the form of their numbers', async () => {
    const created = await api().call('POST', '/v1/rules', { body: ruleText(RULE, '5.0') });
    expect(created.text).to.contain('"value": 5.0,');
    const read = await api().call('GET', `/v1/rules/${RULE}`);
    expect(read.text).to.equal(created.text);
  });

  for (const [version, status] of [
    ['1.5', 200],
    ['1.0', 200],
    ['1.6', 201],
    ['1.18', 201],
    ['latest', 201],
  ] as const) {
    it(`answer their creation with ${status} to version ${version}`, async () => {
      const headers = { [HEADER]: version };
      expect(await api().call('POST', '/v1/rules', { headers, body: ruleText(RULE) })).to.include({ status });
    });
  }

  it('conflict when their UUID is taken', async () => {
    await api().call('POST', '/v1/rules', { body: ruleText(RULE) });
    expect(await api().call('POST', '/v1/rules', { body: ruleText(RULE) })).to.include({
      status: 409,
      message: `Rule with UUID ${RULE} already exists`,
    });
  });

  it('are refused when their text is not UTF-8', async () => {
    expect(await api().call('POST', '/v1/rules', { body: new Uint8Array([0x7b, 0xff, 0x7d]) })).to.include({
      status: 400,
    });
    expect(api().rules.received).to.deep.equal([]);
  });

  it('are listed in short', async () => {
    await api().call('POST', '/v1/rules', { body: ruleText(RULE) });
    await api().call('POST', '/v1/rules', { body: ruleText('aa b') });
    expect((await api().call('GET', '/v1/rules')).json).to.deep.equal({
      rules: [
        { uuid: RULE, description: 'big', scope: null, links: LINKS },
        { uuid: 'aa b', description: 'big', scope: null, links: [{ rel: 'self', href: '/v1/rules/aa%20b' }] },
      ],
    });
  });

  it('are deleted one by one and all together', async () => {
    for (const uuid of [RULE, NODE]) await api().call('POST', '/v1/rules', { body: ruleText(uuid) });
    expect(await api().call('DELETE', `/v1/rules/${RULE}`)).to.include({ status: 204, text: '' });
    expect([...api().rules.texts.keys()]).to.deep.equal([NODE]);
    expect(await api().call('DELETE', '/v1/rules')).to.include({ status: 204, text: '' });
    expect(await api().call('DELETE', '/v1/rules')).to.include({ status: 204, text: '' });
    expect(api().rules.texts.size).to.equal(0);
  });

  for (const id of [RULE, 'not-a-uuid', 'explain', 'größe']) {
    it(`are not found when there is none called ${id}`, async () => {
      for (const method of ['GET', 'DELETE']) {
        expect(await api().call(method, `/v1/rules/${encodeURIComponent(id)}`)).to.include({
          status: 404,
          message: `Rule ${id} was not found`,
        });
      }
    });
  }
});

describe('POST /v1/rules/explain', () => {
  const api = withApi();
  const explain = (body: string) => api().call('POST', '/v1/rules/explain', { body });

  it('explains all rules or one, for a node by UUID or name', async () => {
    api().conductor.names.set('node-1', NODE);
    expect((await explain(`{"node":"${NODE.toUpperCase()}"}`)).json).to.deep.include({
      node: NODE,
      rules: [],
    });
    expect(await explain(`{"node":"node-1","rule":"${RULE}"}`)).to.include({ status: 200 });
    expect(api().rules.explained).to.deep.equal([{ node: NODE }, { node: NODE, rule: RULE }]);
  });

  for (const body of [
    '{}',
    '{"node":""}',
    '{"node":5}',
    '{"node":null}',
    `{"node":"${NODE}","rule":7}`,
    '[]',
    '',
  ]) {
    it(`refuses ${body || 'no body'}`, async () => {
      expect(await explain(body)).to.include({ status: 400 });
      expect(api().rules.explained).to.deep.equal([]);
    });
  }

  it('does not know an unknown node', async () => {
    expect(await explain('{"node":"node-2"}')).to.include({ status: 404 });
  });
});
