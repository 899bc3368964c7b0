import { expect } from 'chai';
import { ClientError, createClient, type InspectorClient } from '../src/index.js';
import { SmallServer } from './small-server.js';

describe('Errors of the client', () => {
  const server = new SmallServer();
  beforeEach(() => server.start());
  afterEach(() => server.stop());

  const failure = async (promise: Promise<unknown>): Promise<ClientError> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(ClientError);
    return error as ClientError;
  };

  it('have status and text of the server', async () => {
    server.answer = () => ({ status: 404, body: '{"error":{"message":"Could not find node x in cache"}}' });
    const error = await failure(createClient({ url: server.url }).status('x'));
    expect(error).to.include({
      status: 404,
      message: 'Could not find node x in cache',
      method: 'GET',
      url: `${server.url}/v1/introspection/x`,
      isTransient: false,
    });
  });

  for (const [body, text] of [
    ['<h1>Bad gateway</h1>', '<h1>Bad gateway</h1>'],
    ['', 'no text'],
    ['{"error":"gone"}', '{"error":"gone"}'],
    ['null', 'null'],
  ]) {
    it(`say what came when it is not an answer of ours: ${text}`, async () => {
      server.answer = () => ({ status: 502, body: body as string });
      const error = await failure(createClient({ url: server.url }).abort('x'));
      expect(error).to.include({
        message: `The server answered with status 502: ${text}`,
        isTransient: true,
      });
    });
  }

  for (const call of [
    (c: InspectorClient) => c.start('x'),
    (c: InspectorClient) => c.dataText('x'),
    (c: InspectorClient) => c.rules.getText('x'),
    (c: InspectorClient) => c.metrics(),
  ]) {
    it(`say that a web page is no answer of ours: ${String(call)}`, async () => {
      server.answer = () => ({ status: 200, body: '<h1>Hello</h1>', type: 'text/html; charset=utf-8' });
      const error = await failure(call(createClient({ url: server.url })));
      expect(error.message).to.equal(`The server at ${server.url} is not Inspector: it sent a web page.`);
      expect(error).to.include({ status: 200, isTransient: false });
    });
  }

  for (const call of [
    (c: InspectorClient) => c.status('x'),
    (c: InspectorClient) => c.start('x'),
    (c: InspectorClient) => c.data('x'),
    (c: InspectorClient) => c.dataText('x'),
    (c: InspectorClient) => c.rules.getText('x'),
    (c: InspectorClient) => c.rules.list(),
    (c: InspectorClient) => c.pxeFilter(),
    (c: InspectorClient) => c.unmatched(),
    (c: InspectorClient) => c.history('x'),
    (c: InspectorClient) => c.run('x', 1),
    (c: InspectorClient) => c.differences('x'),
  ]) {
    it(`say that an answer is not JSON: ${String(call)}`, async () => {
      server.answer = () => ({ status: 200, body: 'Hello' });
      const error = await failure(call(createClient({ url: server.url })));
      expect(error.message).to.match(/is not Inspector: it sent something that is not JSON\.$/);
      expect(error).to.include({ status: 200, isTransient: false });
    });
  }

  it('do not show the web page of a proxy', async () => {
    server.answer = () => ({ status: 502, body: '<h1>Bad\ngateway</h1>', type: 'text/html' });
    const error = await failure(createClient({ url: server.url }).status('x'));
    expect(error.message).to.equal(
      'The server answered with status 502: a web page, so it may not be Inspector',
    );
  });

  it('say that nobody listens', async () => {
    const { url } = server;
    await server.stop();
    const error = await failure(createClient({ url }).status('x'));
    expect(error).to.include({ status: undefined, isTransient: true });
    expect(error.message).to.match(new RegExp(`^Inspector cannot be reached at ${url}: .*ECONNREFUSED`));
    await server.start();
  });

  it('say that the connection broke', async () => {
    server.answer = () => 'drop';
    const error = await failure(createClient({ url: server.url }).status('x'));
    expect(error.message).to.match(
      /^Inspector cannot be reached at .*: other side closed\. If it speaks HTTPS, write https:/,
    );
  });

  it('say that no answer came in time', async () => {
    server.answer = () => 'hang';
    const error = await failure(createClient({ url: server.url, timeout: 20 }).status('x'));
    expect(error.message).to.equal(`Inspector cannot be reached at ${server.url}: no answer in time`);
  });

  it('leave the reason of a signal alone', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    server.answer = () => {
      controller.abort(reason);
      return 'hang';
    };
    const error = await createClient({ url: server.url })
      .status('x', { signal: controller.signal })
      .catch((thrown: unknown) => thrown);
    expect(error).to.equal(reason);
  });
});
