import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import etcd from '../src/index.js';
import { type Behaviour, type FakeEtcd, fakeEtcd, say } from './fake-etcd.js';

const HEADER = { revision: '7', cluster_id: '1', member_id: '2' };

/** As much of an etcd as a start needs. */
const works: Behaviour = ({ path }, response) => {
  if (path === '/v3/watch') return;
  if (path === '/v3/lease/grant') return say(response, { header: HEADER, ID: '9', TTL: '10' });
  say(response, { header: HEADER, succeeded: true, result: { TTL: '10' } });
};
const leaderless: Behaviour = (_, response) =>
  say(response, { error: 'etcdserver: no leader', code: 14 }, 503);

describe('the start of a process beside etcd', () => {
  let member: FakeEtcd;
  afterEach(() => member.close());

  /** An etcd that behaves badly for so many requests. */
  const after = async (count: number, bad: Behaviour): Promise<void> => {
    let left = count;
    member = await fakeEtcd((asked, response) => (left-- > 0 ? bad : works)(asked, response));
  };
  const start = async () => etcd.setup(createContext(etcd, { options: { endpoints: [member.url] } }));

  for (const [what, bad] of [
    ['is silent for a while', () => undefined],
    ['has no leader for a while', leaderless],
  ] as [string, Behaviour][]) {
    it(`waits for one that ${what}`, async () => {
      await after(2, bad);
      const coordinator = await start();
      await coordinator.close?.();
    });
  }

  it('fails at once where etcd refuses it', async () => {
    await after(99, (_, response) => say(response, { error: 'etcdserver: no', code: 3 }, 400));
    const error: unknown = await start().catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_COORDINATION_FAILED' });
    expect(member.asked).to.have.lengthOf(1);
  });
});
