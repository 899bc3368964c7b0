import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { ServiceHttp } from '@inspector/plugin-api/openstack';
import { CircuitBreaker } from '../../../src/access/keystone/circuit-breaker.js';
import { IdentityOutage } from '../../../src/access/keystone/identity-outage.js';
import { IdentityService } from '../../../src/access/keystone/identity-service.js';
import { FakeIdentity, tokenBody } from './fake-identity.js';

describe('questions about tokens to Keystone', () => {
  let identity: FakeIdentity;
  let http: ServiceHttp;
  let service: IdentityService;
  let now: number;

  beforeEach(async () => {
    identity = await FakeIdentity.start();
    identity.tokens.set('good', tokenBody());
    now = 0;
    const client = identity.client();
    http = client.http;
    service = new IdentityService(client.session, http, {
      breaker: new CircuitBreaker({ clock: () => now }),
    });
  });
  afterEach(async () => {
    await http.close();
    await identity.close();
  });

  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await delay(5);
  };
  const outageOf = async (token: string): Promise<IdentityOutage> => {
    try {
      await service.validate(token);
    } catch (error) {
      if (error instanceof IdentityOutage) return error;
      throw error;
    }
    throw new Error('it was answered');
  };

  it('are asked with a token of the service itself, and with the wish for access rules', async () => {
    expect(await service.validate('good')).to.include({ auditId: 'a1', system: false });
    expect(identity.questions).to.deep.equal([
      { own: 'own-1', subject: 'good', query: '?nocatalog', accessRules: '1' },
    ]);
  });

  it('include tokens that have expired, where that is asked for', async () => {
    await service.validate('good', { allowExpired: true });
    expect(identity.questions[0]?.query).to.equal('?nocatalog&allow_expired=1');
  });

  it('find a token not valid that Keystone does not know', async () => {
    expect(await service.validate('stranger')).to.equal(undefined);
  });

  for (const token of ['two words', 'é', 'a\tb']) {
    it(`are not sent for ${JSON.stringify(token)}, which can be no token`, async () => {
      expect(await service.validate(token)).to.equal(undefined);
      expect(identity.questions).to.deep.equal([]);
    });
  }

  it('are repeated once, unchanged, when the token of the service is refused', async () => {
    identity.handler = (response, { own }) =>
      response.writeHead(own === 'own-1' ? 401 : 200).end(own === 'own-1' ? '' : tokenBody());
    expect(await service.validate('good', { allowExpired: true })).to.have.property('roles');
    expect(identity.questions.map(({ own, query }) => `${own} ${query}`)).to.deep.equal([
      'own-1 ?nocatalog&allow_expired=1',
      'own-2 ?nocatalog&allow_expired=1',
    ]);
  });

  it('are an outage when the token of the service is refused again', async () => {
    identity.handler = (response) => response.writeHead(401).end('no');
    expect((await outageOf('good')).message).to.include('refuses the token of this service: 401 no');
    expect(identity.questions).to.have.length(2);
  });

  it('name the role that the user of the service lacks', async () => {
    identity.handler = (response) => response.writeHead(403).end('{"error": {"message": "You are not"}}');
    const { message } = await outageOf('good');
    expect(message).to.include('needs the role service').and.to.include('You are not');
  });

  for (const [status, body] of [
    [400, 'bad'],
    [413, ''],
    [429, 'slow down'],
    [500, ''],
    [503, 'maintenance'],
    [200, '<html>'],
    [200, '{"token": {}}'],
    [200, '{"token": null}'],
    [300, '{}'],
  ] as const) {
    it(`are an outage, not a refusal of the caller, when ${status} ${body} comes back`, async () => {
      identity.handler = (response) => response.writeHead(status, { 'retry-after': '17' }).end(body);
      const outage = await outageOf('good');
      expect(outage.message).to.include(String(status));
      expect(outage.retryAfter).to.equal('17');
      expect(outage.toError()).to.include({ code: 'INSP_IDENTITY_FAILED', status: 503 });
    });
  }

  it('are sent again at once when a kept connection was closed meanwhile', async () => {
    await service.validate('good');
    let cut = false;
    identity.handler = (response) => {
      if (cut) {
        response.writeHead(200).end(tokenBody());
        return;
      }
      cut = true;
      response.destroy();
    };
    expect(await service.validate('good')).to.have.property('roles');
  });

  it('are an outage when nobody listens', async () => {
    await service.validate('good');
    await identity.close();
    expect((await outageOf('good')).message).to.include('cannot be reached');
    identity = await FakeIdentity.start();
  });

  it('are an outage when the service cannot sign on', async () => {
    const { session, http: other } = identity.client({ authUrl: `${identity.url}/nowhere`, timeout: 1 });
    await http.close();
    http = other;
    service = new IdentityService(session, http);
    await identity.close();
    expect((await outageOf('good')).message).to.include('The identity service cannot be asked');
    identity = await FakeIdentity.start();
  });

  it('stop after five failures, and find out every two seconds whether Keystone is back', async () => {
    identity.handler = (response) => response.writeHead(503).end();
    for (let count = 0; count < 5; count++) await outageOf('good');
    expect(service.isAway).to.equal(true);
    const asked = identity.questions.length;
    for (let count = 0; count < 20; count++) await outageOf('good');
    expect(identity.questions).to.have.length(asked);
    now += 2000;
    await outageOf('good');
    await outageOf('good');
    expect(identity.questions).to.have.length(asked + 1);
    identity.handler = undefined;
    now += 2000;
    expect(await service.validate('good')).to.have.property('roles');
    expect(await service.validate('stranger')).to.equal(undefined);
    expect(service.isAway).to.equal(false);
  });

  it('that are answered late end an outage, and nobody asks twice meanwhile', async () => {
    const { session, http: other } = identity.client({ timeout: 30 });
    await http.close();
    http = other;
    const patience = 1000;
    const breaker = new CircuitBreaker({ clock: () => now, patience });
    service = new IdentityService(session, http, { breaker, patience });
    const held: (() => void)[] = [];
    identity.handler = (response) => held.push(() => response.writeHead(200).end(tokenBody()));
    const answers = Array.from({ length: 5 }, (_, index) => service.validate(`waits-${index}`));
    await until(() => service.isAway);
    now += 2000;
    const probe = service.validate('probe');
    await until(() => held.length === 6);
    expect((await outageOf('good')).message).to.equal('The identity service gave no answer within 1 s');
    expect(held).to.have.length(6);
    for (const answer of held) answer();
    for (const facts of await Promise.all([...answers, probe])) expect(facts).to.have.property('roles');
    expect(service.isAway).to.equal(false);
  });

  it('about the own token are shared by all who want to know, however long they take', async () => {
    const held: (() => void)[] = [];
    identity.handler = (response) => held.push(() => response.writeHead(200).end(tokenBody()));
    const looks = Array.from({ length: 4 }, () => service.validateOwn());
    await until(() => held.length > 0);
    for (const answer of held) answer();
    await Promise.all(looks);
    expect(identity.ownQuestions).to.have.length(1);
  });

  it('go on after five failures that were far apart', async () => {
    identity.handler = (response) => response.writeHead(503).end();
    for (let count = 0; count < 8; count++) {
      await outageOf('good');
      now += 3000;
    }
    expect(identity.questions).to.have.length(8);
  });

  it('are at most 16 at a time and 256 in the queue', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    identity.handler = (response) => {
      waiting.push(() => response.writeHead(404).end());
      most = Math.max(most, waiting.length);
    };
    const asked = Array.from({ length: 16 + 256 }, (_, index) => service.validate(`stranger-${index}`));
    const refused = await outageOf('one-more');
    expect(refused).to.include({ retryAfter: '1' });
    let done = false;
    const all = Promise.all(asked).finally(() => (done = true));
    while (!done) {
      waiting.splice(0).forEach((answer) => answer());
      await new Promise(setImmediate);
    }
    expect(new Set(await all)).to.deep.equal(new Set([undefined]));
    expect(most).to.be.at.most(16);
  });
});
