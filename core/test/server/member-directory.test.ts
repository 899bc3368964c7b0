import { InspectorError, type Member, type Members } from '@inspector/plugin-api';
import { expect } from 'chai';
import { MemberDirectory } from '../../src/server/member-directory.js';

/** Members that a test sets, and a backend that may be away. */
class Told implements Members {
  all: Member[] = [];
  away = false;
  private listener: ((members: readonly Member[]) => void) | undefined;

  join = (): never => {
    throw new Error('not expected');
  };

  list(): Promise<readonly Member[]> {
    return this.away
      ? Promise.reject(new InspectorError('INSP_COORDINATION_FAILED', 'etcd is away'))
      : Promise.resolve(this.all);
  }

  watch(listener: (members: readonly Member[]) => void): void {
    this.listener = listener;
  }

  tell(): void {
    this.listener?.(this.all);
  }
}

const conductor = (id: string, info: Member['info'] = {}): Member => ({
  id,
  info: {
    role: 'conductor',
    host: `host-${id}`,
    instance: `process-${id}`,
    url: `http://${id}:5052`,
    ...info,
  },
  leader: false,
});

describe('The conductors that an API process knows', () => {
  const directory = (members: Members) => new MemberDirectory(members, new AbortController().signal);

  it('are the members that take calls', async () => {
    const told = new Told();
    told.all = [conductor('a'), conductor('b', { url: 5 }), conductor('c', { role: 'api' })];
    const known = await directory(told).conductors();
    expect(known.map(({ host, url, instance }) => [host, url, instance])).to.deep.equal([
      ['host-a', 'http://a:5052', 'process-a'],
    ]);
  });

  it('are told of, and the end of a membership ends the calls to it', async () => {
    const told = new Told();
    const known = directory(told);
    told.all = [conductor('a'), conductor('b')];
    told.tell();
    const [first] = await known.conductors();
    told.all = [conductor('b'), conductor('c')];
    told.tell();
    expect(first?.gone.aborted).to.equal(true);
    const now = await known.conductors();
    expect(now.map(({ host }) => host)).to.deep.equal(['host-b', 'host-c']);
    expect(now.some(({ gone }) => gone.aborted)).to.equal(false);
  });

  it('are asked no more when they leave, and end what they have begun', async () => {
    const told = new Told();
    const known = directory(told);
    told.all = [conductor('a'), conductor('b')];
    told.tell();
    const [leaving] = await known.conductors();
    told.all = [conductor('a', { leaving: true }), conductor('b')];
    told.tell();
    expect((await known.conductors()).map(({ host }) => host)).to.deep.equal(['host-b']);
    expect(leaving?.gone.aborted).to.equal(false);
    told.all = [conductor('b')];
    told.tell();
    expect(leaving?.gone.aborted).to.equal(true);
  });

  it('stay when a conductor becomes a member again with another id', async () => {
    const told = new Told();
    const known = directory(told);
    told.all = [conductor('a')];
    told.tell();
    const [before] = await known.conductors();
    told.all = [{ ...conductor('a'), id: 'another' }];
    told.tell();
    expect((await known.conductors())[0]).to.equal(before);
    expect(before?.gone.aborted).to.equal(false);
  });

  it('are those known last while the backend is away, and an error before it has told any', async () => {
    const told = new Told();
    told.away = true;
    const known = directory(told);
    const code = await known.conductors().catch((error: unknown) => (error as InspectorError).code);
    expect(code).to.equal('INSP_COORDINATION_FAILED');
    told.all = [conductor('a')];
    told.tell();
    expect(await known.conductors()).to.have.length(1);
  });
});
