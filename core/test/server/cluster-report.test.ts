import { InspectorError, type Member } from '@inspector/plugin-api';
import { expect } from 'chai';
import { createMetrics } from '../../src/metrics/metrics.js';
import type { MemberReport } from '../../src/reports/cluster-status.js';
import type { Said } from '../../src/rpc/delivery.js';
import { ClusterReport, type ClusterSource } from '../../src/server/cluster-report.js';
import { measureCluster } from '../../src/server/measure-cluster.js';

const NOON = 1_900_000_000_000;

const asked = {
  host: 'front',
  process: 7,
  program: 'api',
  version: '1.1.0',
  schema_revision: 'r2',
} as const;

const reportOf = (host: string, fields: Partial<MemberReport> = {}): MemberReport => ({
  ...{ host, process: 5, program: 'conductor', version: '1.1.0', schema_revision: 'r2', time: NOON },
  ...{ leases: 3, reboot_queue: 2, background_running: 1, background_queued: 0, leads: false },
  filter: { driver: 'noop', state: 'initialized', last_sync: null, last_failure: null },
  ...fields,
});

const member = (host: string, info: Member['info'] = {}, leader = false): Member => ({
  id: `id-${host}`,
  info: {
    ...{ role: 'conductor', host, process: 5, program: 'conductor', version: '1.1.0', schema_revision: 'r2' },
    ...{ instance: `process-${host}`, url: `http://${host}:5052` },
    ...info,
  },
  leader,
});

/** Members that answer as a test says: with a report, or with a text why they do not. */
const source = (
  members: readonly Member[],
  words: Readonly<Record<string, MemberReport | string>>,
  more: Partial<ClusterSource> = {},
): ClusterSource => ({
  asked,
  coordination: 'etcd',
  list: () => Promise.resolve(members),
  ask: (conductors) =>
    Promise.resolve(
      conductors.map((conductor): Said => {
        const word = words[conductor.host] ?? 'connection refused';
        return typeof word === 'string'
          ? { conductor, silence: word }
          : { conductor, result: word, milliseconds: 40, at: NOON };
      }),
    ),
  ...more,
});

describe('The status of a cluster', () => {
  it('says what each member has to do, and who leads', async () => {
    const members = [member('a'), member('b', { leaving: true }, true)];
    const words = { a: reportOf('a'), b: reportOf('b', { leads: true, leases: 0 }) };
    const status = await new ClusterReport(source(members, words)).read();
    expect(status).to.include({ coordination: 'etcd', unknown: null }).and.deep.include({ asked });
    expect(status.members.map(({ host, leader, leaving }) => [host, leader, leaving])).to.deep.equal([
      ['a', false, false],
      ['b', true, true],
    ]);
    expect(status.members[0]?.report).to.include({ leases: 3, reboot_queue: 2, background_running: 1 });
    expect(status.members[1]?.report).to.include({ leases: 0, leads: true });
  });

  it('says that a member is silent and why, and what the backend knows of it all the same', async () => {
    const members = [member('a'), member('b')];
    const status = await new ClusterReport(
      source(members, { a: reportOf('a'), b: 'no answer within 1.5 s' }),
    ).read();
    expect(status.members[1]).to.deep.include({
      ...{ host: 'b', version: '1.1.0', report: null, unknown: 'no answer within 1.5 s' },
    });
    expect(status.members[0]).to.have.property('unknown', null);
  });

  it('tells a membership that was lost from the one that its process has now', async () => {
    const lost = { ...member('a'), id: 'id-before' };
    const status = await new ClusterReport(source([lost, member('a')], { a: reportOf('a') })).read();
    expect(status.members.map(({ unknown }) => unknown)).to.deep.equal([
      'it was lost, and its process is a member again',
      null,
    ]);
  });

  it('does not make up what an older member does not tell', async () => {
    const members = [{ id: 'old', info: { role: 'conductor', host: 'a' }, leader: true }];
    const [old] = (await new ClusterReport(source(members, {})).read()).members;
    expect(old).to.deep.equal({
      ...{ id: 'old', host: 'a', process: null, program: null, version: null, schema_revision: null },
      ...{ leader: true, leaving: false, asked: false, report: null },
      unknown: 'it takes no calls of other processes: ask it itself',
    });
  });

  it('counts the difference of clocks from the middle of the question, and says how sure it is', async () => {
    const members = [member('a')];
    const status = await new ClusterReport(
      source(members, { a: reportOf('a', { time: NOON + 3_600_000 }) }),
    ).read();
    expect(status.members[0]?.report).to.include({ clock_difference: 3600.02, clock_accuracy: 0.02 });
  });

  it('says why nobody knows the members', async () => {
    const away = (): Promise<never> =>
      Promise.reject(new InspectorError('INSP_COORDINATION_FAILED', 'etcd at http://e:2379 is away'));
    const status = await new ClusterReport(source([], {}, { list: away })).read();
    expect(status).to.deep.include({ members: [], unknown: 'etcd at http://e:2379 is away' });
  });

  it('asks a member that is this process directly, and shows that it is the one', async () => {
    const members = [member('a', { instance: undefined as never, url: undefined as never }, true)];
    const own = { id: 'id-a', report: () => Promise.resolve(reportOf('a', { leads: true })) };
    const [self] = (await new ClusterReport(source(members, {}, { own })).read()).members;
    expect(self).to.include({ asked: true, unknown: null });
    expect(self?.report).to.include({ leads: true, clock_difference: 0, clock_accuracy: 0 });
  });

  it('asks every member once for all who want to know at the same time', async () => {
    let lists = 0;
    const list = (): Promise<Member[]> => {
      lists++;
      return Promise.resolve([member('a')]);
    };
    const report = new ClusterReport(source([], { a: reportOf('a') }, { list }));
    const [one, other] = await Promise.all([report.read(), report.read()]);
    expect(lists).to.equal(1);
    expect(one).to.equal(other);
    await report.read();
    expect(lists).to.equal(2);
  });

  it('is measured, and forgets members that are gone', async () => {
    const metrics = createMetrics();
    let status = source([member('a', {}, true), member('b')], { a: reportOf('a') });
    measureCluster(metrics, { read: () => new ClusterReport(status).read() });
    const first = await metrics.text();
    expect(first).to.include('inspector_cluster_known 1');
    expect(first).to.include(
      'inspector_cluster_members{program="conductor",version="1.1.0",state="silent"} 1',
    );
    expect(first).to.include('inspector_cluster_leader{host="a",process="5"} 1');
    expect(first).to.include('inspector_cluster_leases{host="a",process="5"} 3');
    expect(first).to.not.include('inspector_cluster_leases{host="b"');
    status = source([], {}, { list: () => Promise.reject(new Error('away')) });
    const later = await metrics.text();
    expect(later).to.include('inspector_cluster_known 0');
    expect(later).to.not.match(/inspector_cluster_(leader|members|leases)\{/);
  });
});
