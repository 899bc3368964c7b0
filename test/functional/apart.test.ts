import { expect } from 'chai';
import type { FakeNode } from '@inspector/simulator';
import { Bench, payload, type Answer } from './harness.js';

const RULE = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';
const UUID = '11111111-2222-4333-8444-555555555555';
const NAME = 'node-1';

/** Everything the API can be asked, in an order that makes sense, with what may differ from run to run cut out. */
async function everyAnswer(composition: 'whole' | 'apart'): Promise<string[]> {
  const bench = await Bench.start({}, {}, composition);
  const answers: string[] = [];
  const note = (what: string, { status, body }: Answer): void => {
    const text = JSON.stringify(body)
      .replaceAll(bench.url, 'http://inspector')
      .replaceAll(/"(started_at|finished_at)":"[^"]*"/g, '"$1":"TIME"')
      .replaceAll(/"(seconds|milliseconds)":[\d.e-]+/g, '"$1":0');
    answers.push(`${what}: ${status} ${text}`);
  };
  const ask = async (method: string, path: string, body?: string | object): Promise<void> =>
    note(`${method} ${path} ${JSON.stringify(body)}`, await bench.request(method, path, body));
  const one = `/v1/introspection/${UUID}`;

  async function rules(): Promise<void> {
    const actions = [{ action: 'set-attribute', path: '/extra/rack', value: '7' }];
    const text = `{"uuid":"${RULE}","conditions":[{"field":"a","op":"eq","value":5.0}],"actions":${JSON.stringify(actions)}}`;
    for (const body of [text, text, '{"actions":[]}', 'nonsense']) await ask('POST', '/v1/rules', body);
    await ask('POST', '/v1/rules/import?replace=true', `[${text}]`);
    await ask('POST', '/v1/rules/import', [{ actions: [{ action: 'nothing' }] }]);
    await ask('GET', `/v1/rules/${RULE}`);
    await ask('DELETE', `/v1/rules/${UUID}`);
  }

  async function mistakes(): Promise<void> {
    for (const body of ['', '[]', '{"a":', '{"inventory":{}}']) await ask('POST', '/v1/continue', body);
    for (const node of ['no-such-node', RULE]) {
      await ask('POST', `/v1/introspection/${node}`);
      await ask('POST', `/v1/introspection/${node}/abort`);
      await ask('POST', `/v1/introspection/${node}/data/unprocessed`, '{"a":1}');
      await ask('GET', `/v1/introspection/${node}/data`);
    }
    await ask('POST', `${one}?manage_boot=perhaps`);
    for (const body of [{}, { node: NAME, rule: 7 }]) await ask('POST', '/v1/rules/explain', body);
    await ask('GET', '/v1/pxe-filter?mac=nonsense');
  }

  async function introspection(node: FakeNode, data: object): Promise<void> {
    await ask('POST', `/v1/introspection/${NAME}`);
    await bench.until(UUID, ({ state }) => state === 'waiting');
    await ask('POST', one);
    await ask('POST', '/v1/continue', data);
    await bench.finished(UUID);
    for (const path of ['', '/data', '/data/unprocessed']) await ask('GET', one + path);
    await ask('GET', `/v1/introspection/${NAME}/results`);
    await ask('POST', '/v1/rules/explain', { node: NAME });
    await ask('POST', `${one}/data/unprocessed`);
    await bench.finished(UUID);
    await ask('POST', `${one}/data/unprocessed`, '{"inventory": 1.0}');
    await bench.finished(UUID);
    await ask('GET', one);
    await ask('POST', one);
    await bench.until(UUID, ({ state }) => state === 'waiting');
    await ask('POST', `${one}/abort`);
    await bench.finished(UUID);
    await ask('GET', one);
    answers.push(JSON.stringify([node.extra, node.properties, node.traits]));
  }

  try {
    const data = await payload();
    const node = bench.enroll(data, { uuid: UUID, name: NAME });
    await rules();
    await mistakes();
    await introspection(node, data);
    for (const path of ['/v1/plugins', '/v1/pxe-filter?mac=52:54:00:00:00:01', '/v1/rules', '/v1']) {
      await ask('GET', path);
    }
    return answers;
  } finally {
    await bench.close();
  }
}

describe('an API apart from its conductor', () => {
  it('gives the same answers as a service in one process', async () => {
    const [whole, apart] = [await everyAnswer('whole'), await everyAnswer('apart')];
    expect(apart).to.deep.equal(whole);
    expect(whole.filter((line) => / 20\d /.test(line))).to.have.length.greaterThan(20);
  });
});
