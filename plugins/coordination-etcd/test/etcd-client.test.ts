import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { EtcdClient, isRefused } from '../src/etcd-client.js';
import type { EtcdSettings } from '../src/settings.js';
import { type Behaviour, type FakeEtcd, fakeEtcd, say } from './fake-etcd.js';

const silent: Behaviour = () => undefined;
const works: Behaviour = (_, response) => say(response, { header: { revision: '7' } });
const unavailable: Behaviour = (_, response) =>
  say(response, { error: 'etcdserver: no leader', message: 'etcdserver: no leader', code: 14 }, 503);

describe('a client of etcd', () => {
  let members: FakeEtcd[];
  let client: EtcdClient;
  beforeEach(() => {
    members = [];
  });
  afterEach(async () => {
    await client.close();
    for (const member of members) await member.close();
  });

  const connect = async (
    behaviours: readonly Behaviour[],
    user?: NonNullable<EtcdSettings['user']>,
  ): Promise<void> => {
    for (const behaviour of behaviours) members.push(await fakeEtcd(behaviour));
    const endpoints = members.map(({ url }) => url);
    client = new EtcdClient({
      endpoints,
      tls: { rejectUnauthorized: true },
      ...(user === undefined ? {} : { user }),
    });
  };
  const failure = async (call: Promise<unknown>): Promise<InspectorError> => {
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InspectorError).and.to.include({ code: 'INSP_COORDINATION_FAILED' });
    return error as InspectorError;
  };
  const read = () => client.range({ key: 'YQ==' });

  for (const [what, broken] of [
    ['is silent', silent],
    ['has no leader', unavailable],
    ['is no etcd', (_, response) => response.writeHead(404).end('<html>')],
    ['hangs up', (_, response) => response.destroy()],
  ] as [string, Behaviour][]) {
    it(`asks the next member where one ${what}, and stays there`, async () => {
      await connect([broken, works, broken]);
      for (let call = 0; call < 3; call++) expect(await read()).to.deep.equal({ header: { revision: '7' } });
      expect(client.endpoint).to.equal(members[1]!.url);
      const asked = members.map((member) => member.asked.length);
      expect(asked[1]).to.equal(3);
      expect(asked[0]! + asked[2]!).to.be.at.most(2);
    });
  }

  it('names every member it asked, and why each did not do it', async () => {
    await connect([silent, unavailable]);
    const { message } = await failure(read());
    expect(message).to.contain(`${members[0]!.url}: no answer in time`);
    expect(message).to.contain(`${members[1]!.url}: etcdserver: no leader`);
  });

  it('asks nobody else where a member refuses', async () => {
    await connect(
      [1, 2].map(
        (): Behaviour => (_, response) =>
          say(response, { error: 'x', message: 'permission denied', code: 7 }, 403),
      ),
    );
    const error = await failure(read());
    expect(isRefused(error, 7)).to.equal(true);
    expect(members.flatMap(({ asked }) => asked)).to.have.lengthOf(1);
  });

  it('waits for a member that has much to do', async () => {
    const waiting: (() => void)[] = [];
    await connect([(_, response) => waiting.push(() => works({} as never, response))]);
    const begun = performance.now();
    // one call a time is done, and all the others wait for longer than a silent member may
    const pace = setInterval(() => waiting.shift()?.(), 300);
    await Promise.all(Array.from({ length: 9 }, read));
    clearInterval(pace);
    expect(performance.now() - begun).to.be.greaterThan(1800);
  });

  it('signs its user on once for many calls, and again when etcd does not know the token', async () => {
    let valid = 'token-1';
    const behave: Behaviour = ({ path, token }, response) => {
      if (path === '/v3/auth/authenticate') say(response, { token: valid });
      else if (token === valid) say(response, {});
      else say(response, { error: 'x', message: 'etcdserver: invalid auth token', code: 16 }, 401);
    };
    await connect([behave], { name: 'inspector', password: 'secret' });
    const signOns = (): number =>
      members[0]!.asked.filter(({ path }) => path.endsWith('authenticate')).length;
    await Promise.all([read(), read(), read()]);
    expect(signOns()).to.equal(1);
    valid = 'token-2';
    await Promise.all([read(), read(), read()]);
    expect(signOns()).to.equal(2);
    expect(members[0]!.asked[0]?.body).to.deep.equal({ name: 'inspector', password: 'secret' });
  });

  it('does not repeat a password that is refused', async () => {
    const text = 'etcdserver: authentication failed, invalid user ID or password';
    await connect([(_, response) => say(response, { error: text, message: text, code: 3 }, 400)], {
      ...{ name: 'inspector', password: 'wrong-secret' },
    });
    const { message } = await failure(read());
    expect(message).to.contain('invalid user ID or password').and.not.to.contain('wrong-secret');
    expect(members[0]!.asked).to.have.lengthOf(1);
  });

  it('reads a watch whose lines come in pieces, and fails when it ends', async () => {
    const line = `${JSON.stringify({ result: { events: [{ kv: { key: 'YQ==', value: '8J+Ymw==' } }] } })}\n`;
    await connect([
      (_, response) => {
        response.writeHead(200);
        response.write(`{"result":{"created":true}}\n${line.slice(0, 20)}`);
        setImmediate(() => response.end(`${line.slice(20)}\n`));
      },
    ]);
    const seen: unknown[] = [];
    const watching = async (): Promise<void> => {
      for await (const answer of client.watch({ key: 'YQ==', range_end: 'Yg==' }, 8n, 60_000))
        seen.push(answer);
    };
    await failure(watching());
    expect(seen).to.deep.equal([{ created: true }, { events: [{ kv: { key: 'YQ==', value: '8J+Ymw==' } }] }]);
  });

  it('leaves a watch when its member does not answer a call', async () => {
    await connect([
      ({ path }, response) => {
        if (path === '/v3/watch') response.writeHead(200).write('{"result":{"created":true}}\n');
      },
      works,
    ]);
    // whichever it began with
    members[1]!.behave = members[0]!.behave;
    const watch = client.watch({ key: 'YQ==', range_end: 'Yg==' }, 8n, 60_000);
    expect(await watch.next()).to.deep.equal({ value: { created: true }, done: false });
    const next = failure(watch.next());
    await failure(read());
    expect((await next).message).to.contain('did not answer');
  });
});
