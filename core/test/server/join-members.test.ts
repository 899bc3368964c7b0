import { LocalMembers } from '@inspector/coordination-local/local-members.js';
import type { Coordinator } from '@inspector/plugin-api';
import { expect } from 'chai';
import { pino } from 'pino';
import { joinMembers, joinReachable } from '../../src/server/join-members.js';
import { StopList } from '../../src/server/stop-list.js';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';

const identity = {
  host: 'rack-1',
  process: process.pid,
  program: 'conductor',
  version: '1.2.3',
  schema_revision: 'r',
} as const;

describe('a conductor among others', () => {
  it('is a member until it stops, and leaves before anything that started earlier stops', async () => {
    const [members, leases] = [new LocalMembers(), new LocalLeases()];
    const started = new StopList(pino({ level: 'silent' }));
    let left: number | undefined;
    started.add('work', async () => void (left = (await members.list()).length));
    const coordinator = {
      acquire: (uuid: string) => leases.acquire(uuid),
      tryAcquire: (uuid: string) => leases.tryAcquire(uuid),
      isLeader: () => true,
      exclusive: true,
    };
    await joinMembers(coordinator, identity, started);
    expect(await members.list()).to.deep.equal([]);
    await joinMembers({ ...coordinator, members }, identity, started);
    const [member] = await members.list();
    expect(member?.info).to.deep.equal({ role: 'conductor', ...identity });
    await started.stop();
    expect(left).to.equal(0);
  });

  it('says that it leaves, ends the calls it has taken, and leaves then', async () => {
    const members = new LocalMembers();
    const started = new StopList(pino({ level: 'silent' }));
    const seen: unknown[] = [];
    const reachable = {
      place: { instance: 'i', url: 'http://rack-1:5052' },
      close: async () => void seen.push((await members.list())[0]?.info),
    };
    const coordinator = { members } as unknown as Coordinator;
    const options = { identity, log: pino({ level: 'silent' }) };
    await joinReachable(coordinator, options, reachable, started);
    expect((await members.list())[0]?.info).to.include({ url: 'http://rack-1:5052', instance: 'i' });
    await started.stop();
    expect(seen).to.have.length(1);
    expect(seen[0]).to.include({ leaving: true, instance: 'i' });
    expect(await members.list()).to.deep.equal([]);
  });
});
