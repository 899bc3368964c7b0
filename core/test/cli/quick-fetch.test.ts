import { createClient } from '@inspector/client';
import { expect } from 'chai';
import { SmallServer } from '../../../client/test/small-server.js';
import { quickFetch } from '../../src/cli/quick-fetch.js';

describe('what commands send plain requests with', () => {
  const server = new SmallServer();
  beforeEach(async () => {
    server.seen.length = 0;
    await server.start();
  });
  afterEach(() => server.stop());
  const client = () => createClient({ url: server.url, token: 'secret', fetch: quickFetch });

  it('brings answers, and the words of refusals', async () => {
    server.answer = () => ({ status: 200, body: '{"nodes":[],"name":"schön"}' });
    expect(
      await client()
        .versions()
        .catch((error: Error) => error.message),
    ).to.contain('not Inspector');
    for await (const _ of client().machines({ where: 'name = schön' }))
      throw new Error('No machine is there.');
    expect(server.requests.at(-1)).to.equal('GET /v1/nodes?where=name+%3D+sch%C3%B6n');
    expect(server.seen.at(-1)?.headers['x-auth-token']).to.equal('secret');
    server.answer = () => ({ status: 400, body: '{"error":{"message":"Bad request: größer"}}' });
    const refused = await client()
      .session()
      .catch((error: Error) => error);
    expect(refused).to.include({ status: 400, message: 'Bad request: größer' });
  });

  it('says the same as fetch of a server that is away, or ends the connection', async () => {
    const said = (fetch?: typeof quickFetch): Promise<string> =>
      createClient({ url: server.url, ...(fetch && { fetch }) })
        .session()
        .then(String, (error: Error) => error.message);
    server.answer = () => 'drop';
    expect(await said(quickFetch)).to.equal(await said());
    await server.stop();
    expect(await said(quickFetch))
      .to.equal(await said())
      .and.match(/ECONNREFUSED/);
    await server.start();
  });

  it('ends when it has to', async () => {
    server.answer = () => 'hang';
    const over = new AbortController();
    const asked = client()
      .session({ signal: over.signal })
      .catch((error: unknown) => error);
    over.abort('enough');
    expect(await asked).to.equal('enough');
  });
});
