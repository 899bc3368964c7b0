import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { withApi } from './api-server.js';

class BrokenDisk extends Error {}
const PATH = '/v1/introspection/6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11/data';

describe('Unexpected errors', () => {
  const api = withApi();

  it('tell the client nothing but that they happened, and the log everything', async () => {
    api().storage.failure = new BrokenDisk('sector 7 of /dev/sda');
    const answer = await api().call('GET', PATH);
    expect(answer).to.include({ status: 500, text: '{"error":{"message":"Internal server error"}}\n' });
    expect(api().log.join('')).to.contain('sector 7 of /dev/sda');
  });

  it('include errors whose status makes no sense', async () => {
    api().storage.failure = new InspectorError('INSP_STORAGE_FAILED', 'all well', { status: 200 });
    expect(await api().call('GET', PATH)).to.include({ status: 500, message: 'all well' });
  });

  it('include things that are no errors', async () => {
    api().storage.failure = 'a text was thrown';
    expect(await api().call('GET', PATH)).to.include({ status: 500, message: 'Internal server error' });
  });

  it('are coded errors of another copy of core as well', async () => {
    const foreign = Object.assign(new Error('from a plugin'), { code: 'INSP_HOOK_FAILED', status: 400 });
    Object.defineProperty(foreign, Symbol.for('inspector.error'), { value: true });
    api().storage.failure = foreign;
    expect(await api().call('GET', PATH)).to.include({ status: 400, message: 'from a plugin' });
  });
});

describe('Unexpected errors with debug on', () => {
  const api = withApi({ debug: true });

  it('show class and text', async () => {
    api().storage.failure = new BrokenDisk('sector 7');
    const message = 'Internal server error (BrokenDisk): sector 7';
    expect(await api().call('GET', PATH)).to.include({ status: 500, message });
    api().storage.failure = 'a text';
    expect(await api().call('GET', PATH)).to.include({ message: 'Internal server error (string): a text' });
  });

  it('show class and text of what the conductor threw, wherever it runs', async () => {
    api().conductor.failure = new BrokenDisk('sector 7');
    const message = 'Internal server error (BrokenDisk): sector 7';
    expect(await api().call('POST', '/v1/continue', { body: '{}' })).to.include({ status: 500, message });
    expect(api().log.join('')).to.contain('errors.test.ts');
  });
});

describe('The request log', () => {
  const api = withApi();

  it('names request, answer and client', async () => {
    const headers = { 'X-Forwarded-For': '203.0.113.9, 192.0.2.7' };
    await api().call('GET', '/v1/rules', { headers });
    const line = api()
      .log.map((text) => JSON.parse(text) as Record<string, unknown>)
      .find(({ msg }) => msg === 'request');
    expect(line).to.include({ method: 'GET', path: '/v1/rules', status: 200, client: '192.0.2.7' });
  });

  it('says what the answer would have been to a client that is gone', async () => {
    const failure = new InspectorError('INSP_STORAGE_FAILED', 'it took too long', { status: 504 });
    let fail: () => void = () => undefined;
    api().storage.get = () => new Promise((_resolve, reject) => (fail = () => reject(failure)));
    await api().halfRequest(`GET ${PATH} HTTP/1.1\r\nHost: h\r\n\r\n`);
    fail();
    const line = (): Record<string, unknown> | undefined =>
      api()
        .log.map((text) => JSON.parse(text) as Record<string, unknown>)
        .find(({ msg }) => msg === 'request');
    while (line() === undefined) await new Promise((resolve) => setImmediate(resolve));
    expect(line()).to.include({ path: PATH, status: 504 });
  });
});
