import { writeJson } from '@inspector/plugin-api/json';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withApi, type Answer } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const GOT = 'Invalid data: expected a JSON object, got';

const notObjects: [string, string | Uint8Array, string][] = [
  ['a list', '[{"a":1}]', 'list'],
  ['a text', '"abc"', 'str'],
  ['a whole number', ' 17 ', 'int'],
  ['a negative number', '-17', 'int'],
  ['a number with a point', '17.0', 'float'],
  ['a number with an exponent', '1e3', 'float'],
  ['true', 'true', 'bool'],
  ['null', 'null', 'NoneType'],
  ['blanks only', ' \n', 'None'],
  ['no JSON', 'hello', 'None'],
  ['a truncated object', '{"inventory": {"cpu": ', 'None'],
  ['two objects', '{} {}', 'None'],
  ['a number that JSON does not have', '{"a": NaN}', 'None'],
  ['infinity', '{"a": -Infinity}', 'None'],
  ['a comma too many', '{"a": 1,}', 'None'],
  ['single quotes', "{'a': 1}", 'None'],
  ['a form', 'a=1&b=2', 'None'],
  ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'None'],
  ['a truncated UTF-8 sequence', new Uint8Array([0x22, 0xe2, 0x82]), 'None'],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), 'None'],
];

describe('POST /v1/continue', () => {
  const api = withApi({ maxBodySize: 2_000_000 });
  const post = (body?: string | Uint8Array, headers = {}): Promise<Answer> =>
    api().call('POST', '/v1/continue', body === undefined ? { headers } : { body, headers });

  it('gives the data to the conductor, parsed and as the text that came', async () => {
    const text = '{"b": 1.0, "a":12345678901234567890,\n"c":"größe"}';
    const answer = await post(text);
    expect(answer.json).to.deep.equal({ uuid: api().conductor.uuid });
    const [{ posted } = {}] = api().conductor.asked;
    expect(posted?.text).to.equal(text);
    expect({ ...posted?.data }).to.include({ b: 1, a: 12345678901234567890n, c: 'größe' });
    expect(writeJson(posted?.data)).to.equal(text.replaceAll(/\s/g, ''));
  });

  it('takes data under any label', async () => {
    for (const type of [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'nonsense',
      '',
    ]) {
      expect(await post('{"a":1}', { 'Content-Type': type }), type).to.include({ status: 200 });
    }
  });

  it('takes data with a byte order mark', async () => {
    expect(await post(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).to.include({ status: 200 });
    expect(api().conductor.asked[0]?.posted?.text).to.equal('{}');
  });

  it('takes data sent in chunks', async () => {
    const answer = await api().raw(
      'POST /v1/continue HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n' +
        '5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n',
    );
    expect(answer).to.match(/^HTTP\/1.1 200 OK/);
    expect(api().conductor.asked[0]?.posted?.data).to.deep.equal({ a: 1 });
  });

  for (const [title, body, type] of [...notObjects, ['no body', undefined, 'None'] as const]) {
    it(`refuses ${title}`, async () => {
      expect(await post(body)).to.include({ status: 400, message: `${GOT} ${type}` });
      expect(api().conductor.asked).to.deep.equal([]);
    });
  }

  it('keeps members named __proto__ out of the data', async () => {
    const text = '{"__proto__":{"polluted":1},"a":{"\\u005f_proto__":{"x":1},"b":[{"__proto__":[]}]}}';
    expect(await post(text)).to.include({ status: 200 });
    const posted = api().conductor.asked[0]?.posted;
    expect(posted?.text).to.equal(text);
    expect(JSON.stringify(posted?.data)).to.equal('{"a":{"b":[{}]}}');
    expect(Object.getPrototypeOf(posted?.data)).to.equal(Object.prototype);
    expect({}).to.not.have.property('polluted');
  });

  it('refuses data nested deeper than anything could be', async () => {
    const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(await post(deep(500))).to.include({ status: 200 });
    for (const depth of [512, 100_000]) {
      expect(await post(deep(depth))).to.include({
        status: 400,
        message: 'Invalid data: nested deeper than 512 levels',
      });
    }
  });

  it('refuses a body that is too large, whether it says so or not, and goes on serving', async () => {
    const message = 'The request body is larger than 2000000 bytes';
    const large = `{"logs":"${'x'.repeat(3_000_000)}"}`;
    expect(await post(large)).to.include({ status: 413, message });
    const chunked = await fetch(`${api().url}/v1/continue`, {
      method: 'POST',
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).to.equal(413);
    await chunked.text();
    expect(await post('{"a":1}')).to.include({ status: 200 });
    expect(api().conductor.asked).to.have.length(1);
  });

  it('takes a body of exactly the largest size', async () => {
    const frame = '{"logs":""}'.length;
    expect(await post(`{"logs":"${'x'.repeat(2_000_000 - frame)}"}`)).to.include({ status: 200 });
    expect(await post(`{"logs":"${'x'.repeat(2_000_001 - frame)}"}`)).to.include({ status: 413 });
  });

  it('survives clients that go away in the middle', async () => {
    for (const request of [
      'POST /v1/continue HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{"a":',
      'POST /v1/continue HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a"',
    ]) {
      await api().halfRequest(request);
    }
    expect(await post('{"a":1}')).to.include({ status: 200 });
    expect(api().conductor.asked).to.have.length(1);
  });

  it('answers with status and text of the failure', async () => {
    const failures: [InspectorError, number][] = [
      [new InspectorError('INSP_LOOKUP_FAILED', 'The following failures happened …:\nLook up error: x'), 400],
      [new InspectorError('INSP_HOOK_FAILED', 'teapot', { status: 418 }), 418],
      [new InspectorError('INSP_NODE_BUSY', 'already'), 409],
      [new InspectorError('INSP_UNEXPECTED', 'Unexpected exception TypeError during processing: x'), 500],
    ];
    for (const [failure, status] of failures) {
      api().conductor.failure = failure;
      expect(await post('{}')).to.include({ status, message: failure.message });
    }
  });
});

describe('POST /v1/introspection/{node}/data/unprocessed', () => {
  const api = withApi({ maxBodySize: 2000 });
  const reapply = (body?: string | Uint8Array): Promise<Answer> =>
    api().call('POST', `/v1/introspection/${NODE}/data/unprocessed`, body === undefined ? {} : { body });

  for (const [title, body] of [
    ['no body', undefined],
    ['an empty body', ''],
    ['an empty object', ' { } '],
  ] as const) {
    it(`has the stored data processed when there is ${title}`, async () => {
      expect(await reapply(body)).to.include({ status: 202, text: '{}\n' });
      expect(api().conductor.asked).to.deep.equal([{ operation: 'reapply', node: NODE, posted: undefined }]);
    });
  }

  it('passes other data on, parsed and as the text that came', async () => {
    const text = '{"a": 1.5}';
    expect(await reapply(text)).to.include({ status: 202 });
    expect(api().conductor.asked[0]?.posted).to.deep.equal({ text, data: { a: 1.5 } });
  });

  it('sees a body sent in chunks', async () => {
    await api().raw(
      `POST /v1/introspection/${NODE}/data/unprocessed HTTP/1.1\r\nHost: h\r\nConnection: close\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
    );
    expect(api().conductor.asked[0]?.posted?.text).to.equal('{"a":1}');
  });

  for (const [title, body, type] of notObjects) {
    it(`refuses ${title}`, async () => {
      expect(await reapply(body)).to.include({ status: 400, message: `${GOT} ${type}` });
      expect(api().conductor.asked).to.deep.equal([]);
    });
  }

  it('refuses a body that is too large', async () => {
    expect(await reapply(`{"a":"${'x'.repeat(2000)}"}`)).to.include({ status: 413 });
  });

  for (const [code, status] of [
    ['INSP_DATA_NOT_FOUND', 404],
    ['INSP_NODE_NOT_CACHED', 404],
    ['INSP_NODE_LOCKED', 409],
  ] as const) {
    it(`answers ${status} for ${code}`, async () => {
      api().conductor.failure = new InspectorError(code, 'why');
      expect(await reapply()).to.include({ status, message: 'why' });
    });
  }

  it('answers with the status the conductor gives a failure', async () => {
    api().conductor.failure = new InspectorError('INSP_STORAGE_DISABLED', 'not stored', { status: 400 });
    expect(await reapply()).to.include({ status: 400, message: 'not stored' });
    api().conductor.failure = new InspectorError('INSP_INVALID_EVENT', 'not now', { status: 409 });
    expect(await reapply()).to.include({ status: 409, message: 'not now' });
  });
});
