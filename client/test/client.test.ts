import { expect } from 'chai';
import { createClient, type InspectorClient } from '../src/index.js';
import { SmallServer } from './small-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('The client', () => {
  const server = new SmallServer();
  let client: InspectorClient;

  beforeEach(async () => {
    server.seen.length = 0;
    server.answer = () => ({ status: 200, body: '{"uuid":"u","versions":[]}' });
    await server.start();
    client = createClient({ url: `${server.url}/` });
  });
  afterEach(() => server.stop());

  const calls: [string, (client: InspectorClient) => Promise<unknown>, string, string, string?][] = [
    ['versions', (c) => c.versions(), 'GET /', '{"versions":[1]}'],
    ['resources', (c) => c.resources(), 'GET /v1', '{"resources":[1]}'],
    ['start', (c) => c.start('node 1/ü'), 'POST /v1/introspection/node%201%2F%C3%BC', '{}'],
    [
      'start without managed boot',
      (c) => c.start(NODE, { manageBoot: false }),
      `POST /v1/introspection/${NODE}?manage_boot=false`,
      '{}',
    ],
    ['status', (c) => c.status(NODE), `GET /v1/introspection/${NODE}`, '{"uuid":"x"}'],
    ['list', (c) => c.list(), 'GET /v1/introspection', '{"introspection":[]}'],
    [
      'list with a selection',
      (c) => c.list({ limit: 2, marker: NODE, states: ['waiting', 'error'] }),
      `GET /v1/introspection?limit=2&marker=${NODE}&state=waiting%2Cerror`,
      '{"introspection":[]}',
    ],
    ['abort', (c) => c.abort(NODE), `POST /v1/introspection/${NODE}/abort`, '{}'],
    ['reapply', (c) => c.reapply(NODE), `POST /v1/introspection/${NODE}/data/unprocessed`, '{}', ''],
    [
      'reapply with an object',
      (c) => c.reapply(NODE, { a: 1 }),
      `POST /v1/introspection/${NODE}/data/unprocessed`,
      '{}',
      '{"a":1}',
    ],
    [
      'reapply with text',
      (c) => c.reapply(NODE, '{"a":1.0}'),
      `POST /v1/introspection/${NODE}/data/unprocessed`,
      '{}',
      '{"a":1.0}',
    ],
    ['data', (c) => c.data(NODE), `GET /v1/introspection/${NODE}/data`, '{}'],
    [
      'unprocessed data',
      (c) => c.data(NODE, { unprocessed: true }),
      `GET /v1/introspection/${NODE}/data/unprocessed`,
      '{}',
    ],
    ['continue', (c) => c.continue('{"a":1.0}'), 'POST /v1/continue', '{"uuid":"x"}', '{"a":1.0}'],
    ['hookResults', (c) => c.hookResults(NODE), `GET /v1/introspection/${NODE}/results`, '{"results":[]}'],
    ['history', (c) => c.history(NODE), `GET /v1/introspection/${NODE}/history`, '{"history":[]}'],
    [
      'history, a page',
      (c) => c.history(NODE, { limit: 5, marker: 7 }),
      `GET /v1/introspection/${NODE}/history?limit=5&marker=7`,
      '{"history":[]}',
    ],
    ['run', (c) => c.run(NODE, 3), `GET /v1/introspection/${NODE}/history/3`, '{"number":3}'],
    [
      'run, the newest',
      (c) => c.run(NODE, 'latest'),
      `GET /v1/introspection/${NODE}/history/latest`,
      '{"number":3}',
    ],
    ['differences', (c) => c.differences(NODE), `GET /v1/introspection/${NODE}/diff`, '{"differences":[]}'],
    [
      'differences between two',
      (c) => c.differences(NODE, { from: 1, to: 2 }),
      `GET /v1/introspection/${NODE}/diff?from=1&to=2`,
      '{"differences":[]}',
    ],
    [
      'machines',
      (c) => c.machines({ limit: 5 })[Symbol.asyncIterator]().next(),
      'GET /v1/nodes?limit=5',
      '{"nodes":[]}',
    ],
    ['baselines.list', (c) => c.baselines.list(), 'GET /v1/baselines', '{"baselines":[]}'],
    [
      'baselines.set',
      (c) => c.baselines.set(NODE, { number: 3, class: 'gold' }),
      'PUT /v1/baselines',
      '{"kind":"class"}',
      `{"node":"${NODE}","number":3,"class":"gold"}`,
    ],
    ['baselines.clear', (c) => c.baselines.clear({ node: NODE }), `DELETE /v1/baselines?node=${NODE}`, ''],
    [
      'baselines.clear of a class',
      (c) => c.baselines.clear({ class: 'a b' }),
      'DELETE /v1/baselines?class=a+b',
      '',
    ],
    [
      'baselines.check',
      (c) => c.baselines.check(NODE),
      `GET /v1/introspection/${NODE}/baseline`,
      '{"baseline":{}}',
    ],
    ['rules.list', (c) => c.rules.list(), 'GET /v1/rules', '{"rules":[]}'],
    ['rules.get', (c) => c.rules.get('a b'), 'GET /v1/rules/a%20b', '{"uuid":"u"}'],
    [
      'rules.create',
      (c) => c.rules.create({ actions: [{ action: 'example' }] }),
      'POST /v1/rules',
      '{}',
      '{"actions":[{"action":"example"}]}',
    ],
    ['rules.create from text', (c) => c.rules.create('{"v":5.0}'), 'POST /v1/rules', '{}', '{"v":5.0}'],
    [
      'rules.import',
      (c) => c.rules.import([{ actions: [{ action: 'example' }] }], { replace: true }),
      'POST /v1/rules/import?replace=true',
      '{"rules":[]}',
      '[{"actions":[{"action":"example"}]}]',
    ],
    [
      'rules.import from text',
      (c) => c.rules.import('[5.0]'),
      'POST /v1/rules/import',
      '{"rules":[]}',
      '[5.0]',
    ],
    ['rules.getText', (c) => c.rules.getText(NODE), `GET /v1/rules/${NODE}`, '{}'],
    ['rules.delete', (c) => c.rules.delete(NODE), `DELETE /v1/rules/${NODE}`, ''],
    ['rules.deleteAll', (c) => c.rules.deleteAll(), 'DELETE /v1/rules', ''],
    [
      'rules.explain',
      (c) => c.rules.explain({ node: NODE }),
      'POST /v1/rules/explain',
      '{}',
      `{"node":"${NODE}"}`,
    ],
    ['plugins', (c) => c.plugins(), 'GET /v1/plugins', '{"plugins":[]}'],
    ['unmatched', (c) => c.unmatched(), 'GET /v1/unmatched', '{"unmatched":[]}'],
    ['unmatched, a few', (c) => c.unmatched({ limit: 5 }), 'GET /v1/unmatched?limit=5', '{"unmatched":[]}'],
    ['pxeFilter', (c) => c.pxeFilter(), 'GET /v1/pxe-filter', '{"driver":"noop"}'],
    [
      'pxeFilter of a MAC',
      (c) => c.pxeFilter('52:54:00:aa:bb:cc'),
      'GET /v1/pxe-filter?mac=52%3A54%3A00%3Aaa%3Abb%3Acc',
      '{"driver":"noop"}',
    ],
    [
      'pxeFilter of a node',
      (c) => c.pxeFilter({ node: 'rack 1' }),
      'GET /v1/pxe-filter?node=rack+1',
      '{"driver":"noop"}',
    ],
    ['metrics', (c) => c.metrics(), 'GET /metrics', '# text'],
    ['openApi', (c) => c.openApi(), 'GET /openapi.json', '{}'],
  ];
  for (const [name, call, request, answer, body = ''] of calls) {
    it(`sends ${name} as ${request}`, async () => {
      server.answer = () => ({ status: request.startsWith('DELETE') ? 204 : 200, body: answer });
      await call(client);
      expect(server.requests).to.deep.equal([request]);
      expect(server.seen[0]?.body).to.equal(body);
    });
  }

  it('takes answers out of their wrapping', async () => {
    server.answer = () => ({
      status: 200,
      body: '{"introspection":[1],"versions":[2],"resources":[3],"results":[4],"rules":[5],"plugins":[6],"uuid":"u"}',
    });
    expect([
      await client.list(),
      await client.versions(),
      await client.resources(),
      await client.hookResults(NODE),
      await client.rules.list(),
      await client.plugins(),
    ]).to.deep.equal([[1], [2], [3], [4], [5], [6]]);
    expect(await client.continue({})).to.equal('u');
  });

  it('gives stored data as the text they are', async () => {
    server.answer = () => ({ status: 200, body: '{"a":12345678901234567890}' });
    expect(await client.dataText(NODE)).to.equal('{"a":12345678901234567890}');
  });

  it('walks through all pages', async () => {
    const answers = ['[{"uuid":"a"},{"uuid":"b"}]', '[{"uuid":"c"}]', '[]'];
    server.answer = () => ({ status: 200, body: `{"introspection":${answers.shift()}}` });
    const uuids: string[] = [];
    for await (const { uuid } of client.listAll({ limit: 2, states: ['error'] })) uuids.push(uuid);
    expect(uuids).to.deep.equal(['a', 'b', 'c']);
    expect(server.requests).to.deep.equal([
      'GET /v1/introspection?limit=2&state=error',
      'GET /v1/introspection?limit=2&marker=b&state=error',
      'GET /v1/introspection?limit=2&marker=c&state=error',
    ]);
  });

  it('asks for the newest version unless told otherwise', async () => {
    await client.versions();
    await createClient({ url: server.url, version: '1.5' }).versions();
    expect(
      server.seen.map(({ headers }) => headers['x-openstack-ironic-inspector-api-version']),
    ).to.deep.equal(['latest', '1.5']);
  });

  it('sends credentials and further headers', async () => {
    let token = 0;
    const clients = [
      createClient({ url: server.url, token: 'secret', headers: { 'X-A': 'b' } }),
      createClient({ url: server.url, token: () => `token-${++token}` }),
      createClient({ url: server.url, basic: { username: 'größe', password: 'p:w' } }),
    ];
    for (const each of clients) await each.openApi();
    const [first, second, third] = server.seen.map(({ headers }) => headers);
    expect(first).to.include({ 'x-auth-token': 'secret', 'x-a': 'b' });
    expect(second).to.include({ 'x-auth-token': 'token-1' });
    expect(third).to.include({ authorization: `Basic ${Buffer.from('größe:p:w').toString('base64')}` });
    expect(third).to.not.have.property('x-auth-token');
  });

  it('uses one connection for many requests', async () => {
    for (let count = 0; count < 5; count++) await client.openApi();
    expect(server.sockets.size).to.be.below(3);
  });

  for (const url of ['', 'nowhere', 'ftp://h', 'http://', 'http://h:99999', 'http://h/?a=b', 'http://h/#a']) {
    it(`refuses '${url}' as a URL before anything is sent`, () => {
      expect(() => createClient({ url })).to.throw(TypeError, 'is not the URL of an API');
    });
  }

  it('refuses credentials in the URL without showing them', () => {
    expect(() => createClient({ url: 'http://user:secret@h' }))
      .to.throw(TypeError, 'The URL of h holds credentials')
      .with.property('message')
      .that.does.not.include('secret');
  });

  for (const name of ['', '.', '..']) {
    it(`does not let '${name}' lead to another route`, async () => {
      for (const call of [
        () => client.rules.delete(name),
        () => client.rules.get(name),
        () => client.status(name),
        () => client.start(name),
        () => client.dataText(name),
      ]) {
        const error: unknown = await call().catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(TypeError);
      }
      expect(server.requests).to.deep.equal([]);
    });
  }

  it('keeps the path below which the server is mounted', async () => {
    await createClient({ url: `${server.url}/baremetal/` }).status('n');
    expect(server.requests).to.deep.equal(['GET /baremetal/v1/introspection/n']);
  });

  it('can be given another fetch', async () => {
    const asked: unknown[] = [];
    const fetch: typeof globalThis.fetch = (input) => {
      asked.push(input);
      return Promise.resolve(new Response('{"uuid":"x"}'));
    };
    expect(await createClient({ url: 'http://nowhere.example', fetch }).status('n')).to.deep.equal({
      uuid: 'x',
    });
    expect(asked).to.deep.equal(['http://nowhere.example/v1/introspection/n']);
  });
});
