import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { createContext, followedEvents, recordLog } from '@inspector/test-kit';
import webhook from '../src/index.js';
import { answering, eventOf, Receiver, SECRET, signatureOf } from './receiver.js';

const OTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

describe('the webhook', () => {
  let receiver: Receiver;
  const closing: (() => unknown)[] = [];
  beforeEach(async () => {
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await receiver.close();
  });

  /** Sets it up with one endpoint, "cmdb". */
  const open = async (changes: JsonObject = {}, common: JsonObject = {}) => {
    const events = followedEvents();
    const log = recordLog();
    const endpoint = { name: 'cmdb', url: receiver.url, secret: SECRET, ...changes };
    const options = { endpoints: [endpoint], ...common };
    const instance = await webhook.setup(createContext(webhook, { options, events, log }));
    closing.push(() => instance.close?.());
    return { events, log };
  };
  const TAKEN = { failed: null, retryIn: null, gaveUp: null, stopped: null };

  it('posts an event as the API shows it', async () => {
    const { events } = await open();
    const event = eventOf(4711);
    expect(await events.tell('cmdb', [event])).to.deep.equal(TAKEN);
    const [one] = receiver.received;
    expect(JSON.parse(one?.text ?? '')).to.deep.equal(event);
    expect(one?.headers).to.include({ 'content-type': 'application/json', 'user-agent': 'Inspector' });
  });

  it('signs what it posts, as Standard Webhooks has it', async () => {
    const { events } = await open();
    await events.tell('cmdb', [eventOf(1)]);
    const [one] = receiver.received;
    if (one === undefined) throw new Error('nothing has arrived');
    expect(one.headers['webhook-signature']).to.equal(signatureOf(one, SECRET));
    expect(Number(one.headers['webhook-timestamp'])).to.be.closeTo(Date.now() / 1000, 60);
  });

  it('signs with each of several secrets, so that they can be changed', async () => {
    const { events } = await open({ secret: `${OTHER} ${SECRET}` });
    await events.tell('cmdb', [eventOf(1)]);
    const [one] = receiver.received;
    if (one === undefined) throw new Error('nothing has arrived');
    expect(one.headers['webhook-signature']).to.equal(
      `${signatureOf(one, OTHER)} ${signatureOf(one, SECRET)}`,
    );
  });

  it('keeps the id of a delivery over tries and starts, and gives another event and another endpoint another one', async () => {
    const { events } = await open();
    await events.tell('cmdb', [eventOf(1)]);
    await events.tell('cmdb', [eventOf(1)], { attempt: 2 });
    const again = await open();
    await again.events.tell('cmdb', [eventOf(1)]);
    await again.events.tell('cmdb', [eventOf(2)]);
    const other = await open({ name: 'dcim' });
    await other.events.tell('dcim', [eventOf(1)]);
    const ids = receiver.received.map(({ id }) => id);
    expect(new Set(ids.slice(0, 3)).size).to.equal(1);
    expect(new Set(ids.slice(2)).size).to.equal(3);
  });

  it('does not take an event of a restored database for one that was delivered', async () => {
    const { events } = await open();
    await events.tell('cmdb', [eventOf(1, 3600)]);
    await events.tell('cmdb', [eventOf(1)]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).to.equal(2);
  });

  it('tells that events were lost', async () => {
    const { events } = await open();
    await events.tell('cmdb', { id: 99, reason: 'deleted' });
    expect(JSON.parse(receiver.received[0]?.text ?? '')).to.deep.equal({
      type: 'reset',
      id: 99,
      reason: 'deleted',
    });
  });

  it('follows the types that an endpoint wants', async () => {
    const { events } = await open({ events: ['introspection', 'rules.created'] });
    expect(events.followers.get('cmdb')).to.deep.equal({
      name: 'cmdb',
      from: 'now',
      types: ['introspection', 'rules.created'],
    });
  });

  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    it(`tries again as often as it takes after ${status}`, async () => {
      const { events } = await open({ maxAttempts: 1 });
      receiver.answers.push(answering(status));
      const { failed, gaveUp } = await events.tell('cmdb', [eventOf(1)], { attempt: 100 });
      expect([failed, gaveUp]).to.deep.equal([`it answers ${status}`, null]);
    });
  }

  for (const status of [301, 400, 401, 404, 422]) {
    it(`gives up after maxAttempts with ${status}`, async () => {
      const { events } = await open({ maxAttempts: 2 });
      receiver.answers.push(answering(status, { location: receiver.url }), answering(status));
      const first = await events.tell('cmdb', [eventOf(1)], { attempt: 1 });
      expect(first.failed).to.include(`it answers ${status}`);
      const second = await events.tell('cmdb', [eventOf(1)], { attempt: 2 });
      expect(second.gaveUp).to.match(new RegExp(`it answers ${status}.*, 2 times`));
      // A redirect is not followed.
      expect(receiver.received).to.have.length(2);
    });
  }

  it('waits for as long as the endpoint says, in seconds or until a date', async () => {
    const { events } = await open();
    const date = new Date(Date.now() + 90_000).toUTCString();
    receiver.answers.push(answering(429, { 'retry-after': '120' }));
    receiver.answers.push(answering(503, { 'retry-after': date }), answering(503, { 'retry-after': 'soon' }));
    expect((await events.tell('cmdb', [eventOf(1)])).retryIn).to.equal(120);
    expect((await events.tell('cmdb', [eventOf(1)])).retryIn).to.be.within(60, 91);
    expect((await events.tell('cmdb', [eventOf(1)])).retryIn).to.equal(null);
  });

  it('stops where the endpoint is gone for good', async () => {
    const { events } = await open();
    receiver.answers.push(answering(410));
    expect((await events.tell('cmdb', [eventOf(1)])).stopped).to.match(/410 Gone/);
  });

  it('tries again what was not answered in time', async () => {
    const { events } = await open({ timeoutSeconds: 0.05 });
    receiver.answers.push(() => undefined);
    expect((await events.tell('cmdb', [eventOf(1)])).failed).to.equal('no answer within 0.05 s');
  });

  it('tries again where an answer breaks off', async () => {
    const { events } = await open();
    receiver.answers.push((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('ok', () => response.destroy());
    });
    expect((await events.tell('cmdb', [eventOf(1)])).failed).to.match(/^no answer: /);
  });

  it('does not read an answer that does not end', async () => {
    const { events } = await open();
    receiver.answers.push((response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(50_000), more);
      };
      more();
    });
    expect(await events.tell('cmdb', [eventOf(1)])).to.deep.equal(TAKEN);
  });

  it('gives up what is too old when it fails again, and what is behind it without a try', async () => {
    const { events } = await open({ retryHours: 1 });
    receiver.answers.push(answering(503));
    const first = await events.tell('cmdb', [eventOf(1, 3700)]);
    expect(first.gaveUp).to.equal('older than 1 hours (retryHours): it answers 503');
    expect((await events.tell('cmdb', [eventOf(2, 3650)])).gaveUp).to.match(/does not take events/);
    expect(receiver.received).to.have.length(1);
    expect(await events.tell('cmdb', [eventOf(3, 10)])).to.deep.equal(TAKEN);
    // It works again, so even an old one is tried.
    expect(await events.tell('cmdb', [eventOf(4, 3700)])).to.deep.equal(TAKEN);
  });

  it('ends at once when the service stops', async () => {
    const { events } = await open();
    const stopping = new AbortController();
    receiver.answers.push(() => stopping.abort());
    const { failed } = await events.tell('cmdb', [eventOf(1)], { signal: stopping.signal });
    expect(failed).to.match(/^no answer: /);
  });

  it('tells neither secrets nor what is behind the host of a URL', async () => {
    const { events, log } = await open({ url: 'http://127.0.0.1:9/hook?key=s3cret', maxAttempts: 1 });
    const outcome = JSON.stringify([await events.tell('cmdb', [eventOf(1)]), log]);
    expect(outcome).to.not.include('s3cret').and.not.include(SECRET);
  });

  describe('refuses to start', () => {
    const wrong: Readonly<Record<string, [JsonObject, RegExp]>> = {
      'without a secret': [{ secret: undefined as never }, /endpoints\[0\]\.secret: a secret is needed/],
      'with a secret that is no base64': [{ secret: 'whsec_$$' }, /has to be "whsec_" and base64/],
      'with a secret without its prefix': [{ secret: 'aGVsbG8=' }, /has to be "whsec_" and base64/],
      'with a secret that is too short': [{ secret: 'whsec_aGVsbG8=' }, /24 to 64 bytes, not 5/],
      'with a URL that is none': [{ url: 'ftp://example.com' }, /endpoints\[0\]\.url: "ftp:/],
      'with a password in the URL': [{ url: 'https://a:b@example.com' }, /URL with a password/],
      'with a file that is not there': [{ cafile: '/nowhere.pem' }, /endpoints\[0\]\.cafile: cannot be read/],
    };
    for (const [name, [changes, message]] of Object.entries(wrong)) {
      it(name, async () => {
        const refused = await open(changes).then(
          () => '',
          (error: unknown) => String(error),
        );
        expect(refused).to.match(message);
        expect(refused).to.not.include('aGVsbG8=');
      });
    }

    it('with two endpoints of one name', async () => {
      const one = { name: 'cmdb', url: receiver.url };
      const refused = await open({}, { endpoints: [one, one], secret: SECRET }).then(
        () => '',
        (error: unknown) => String(error),
      );
      expect(refused).to.match(/endpoints\[1\]\.name: "cmdb" is there twice/);
    });
  });

  it('takes the common secret for endpoints without one', async () => {
    const endpoints = [{ name: 'cmdb', url: receiver.url }];
    const { events } = await open({}, { endpoints, secret: OTHER });
    await events.tell('cmdb', [eventOf(1)]);
    const [one] = receiver.received;
    if (one === undefined) throw new Error('nothing has arrived');
    expect(one.headers['webhook-signature']).to.equal(signatureOf(one, OTHER));
  });
});
