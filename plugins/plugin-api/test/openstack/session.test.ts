import { expect } from 'chai';
import { useFakeTimers } from 'sinon';
import { NoAnswer } from '../../src/openstack/http.js';
import { rejection } from '../../../../test/mocha/rejection.js';
import { SessionHarness } from './session-harness.js';

describe('session of an OpenStack client', () => {
  let harness: SessionHarness;
  beforeEach(async () => {
    harness = await SessionHarness.start();
  });
  afterEach(() => harness.close());
  const token = (number: number) => ({ 'x-auth-token': `token-${number}` });

  it('asks nothing before it is used, and once however many ask at the same time', async () => {
    const session = harness.session();
    expect(harness.keystone.requests).to.have.lengthOf(0);
    const all = await Promise.all(Array.from({ length: 50 }, () => session.headers()));
    expect(harness.keystone.requests).to.have.lengthOf(1);
    for (const headers of all) expect(headers).to.deep.equal(token(1));
  });

  it('keeps a token while it lives, and replaces it before it expires', async () => {
    const clock = useFakeTimers({ toFake: ['performance'] });
    try {
      const session = harness.session();
      await session.headers();
      clock.tick(3_200_000);
      expect(await session.headers()).to.deep.equal(token(1));
      clock.tick(100_000);
      expect(await session.headers()).to.deep.equal(token(2));
    } finally {
      clock.restore();
    }
  });

  it('reads the life of a token by the clock of the service', async () => {
    for (const ahead of [-86_400, 86_400]) {
      harness.keystone.clockAhead = ahead;
      const session = harness.session();
      const first = await session.headers();
      expect(await session.headers()).to.deep.equal(first);
    }
  });

  it('keeps a token for some minutes where its life is not said', async () => {
    harness.keystone.answer = (response) =>
      response.writeHead(201, { 'x-subject-token': 't' }).end(JSON.stringify({ token: {} }));
    const session = harness.session({ endpointOverride: 'http://store/' });
    await session.headers();
    await session.headers();
    expect(harness.keystone.requests).to.have.lengthOf(1);
    expect(await session.endpoint()).to.equal('http://store');
  });

  it('fetches one new token when many requests had the old one refused', async () => {
    const session = harness.session();
    const old = await session.headers();
    const renewed = Array.from({ length: 20 }, async () => {
      expect(session.renew(old)).to.equal(true);
      return session.headers();
    });
    for (const headers of await Promise.all(renewed)) expect(headers).to.deep.equal(token(2));
    session.renew(old);
    expect(await session.headers()).to.deep.equal(token(2));
    expect(harness.keystone.requests).to.have.lengthOf(2);
  });

  it('asks again after a failure', async () => {
    harness.keystone.answer = (response) => response.writeHead(503).end('starting');
    const session = harness.session();
    const error = await rejection(session.headers());
    expect(error.message).to.match(/^Could not connect to the identity service: .*answered 503 starting$/);
    expect(error.cause).to.be.instanceOf(NoAnswer);
    harness.keystone.answer = undefined;
    expect(await session.headers()).to.deep.equal(token(2));
  });

  it('says where nobody listens', async () => {
    const session = harness.session();
    const { url } = harness.keystone;
    await harness.keystone.close();
    const error = await rejection(session.headers());
    expect(error).to.include({ code: 'INSP_IDENTITY_FAILED', status: 503 });
    expect(error.message)
      .to.match(/^Could not connect to the identity service: POST http/)
      .and.include(url)
      .and.not.include('pa55-word');
  });

  it('gives up on a service that never answers', async () => {
    harness.keystone.answer = () => undefined;
    const error = await rejection(harness.session({ timeout: 0.05 }).headers());
    expect(error.message).to.match(/^Could not connect to the identity service: /);
  });

  for (const body of ['<html>', '{}', 'null', '[]', '{"token": null}']) {
    it(`tells a page that is no identity service: ${body}`, async () => {
      harness.keystone.answer = (response) => response.writeHead(201, { 'x-subject-token': 't' }).end(body);
      const error = await rejection(harness.session().headers());
      expect(error.code).to.equal('INSP_IDENTITY_FAILED');
      expect(error.message).to.match(/is not the identity API; check authUrl$/);
    });
  }

  it('has no token to renew with http_basic and none', async () => {
    const basic = harness.session({ authType: 'http_basic', endpointOverride: 'http://store' });
    expect(await basic.headers()).to.deep.equal({
      authorization: `Basic ${Buffer.from('inspector:pa55-word').toString('base64')}`,
    });
    const none = harness.session({ authType: 'none', endpoint: 'http://store/' });
    expect([await none.endpoint(), await none.headers()]).to.deep.equal(['http://store', {}]);
    expect([basic.renew(), none.renew()]).to.deep.equal([false, false]);
  });
});
