import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { migrateData, type MigrationOptions, type MigrationStep } from '../../src/storage/migrate.js';
import { MemoryBackend } from './memory-backend.js';

describe('migration of introspection data', () => {
  let source: MemoryBackend;
  let destination: MemoryBackend;
  beforeEach(() => {
    source = new MemoryBackend();
    destination = new MemoryBackend();
  });

  const migrate = async (options: Partial<MigrationOptions> = {}): Promise<MigrationStep[]> => {
    const steps: MigrationStep[] = [];
    await migrateData({
      ...{ source, destination, records: [], dryRun: false, verify: false },
      onStep: (step) => void steps.push(step),
      signal: new AbortController().signal,
      ...options,
    });
    return steps;
  };
  const outcomes = (steps: readonly MigrationStep[]): Record<string, string> =>
    Object.fromEntries(steps.map(({ key, outcome }) => [`${key.uuid} ${String(key.processed)}`, outcome]));
  const fill = (count: number): string[] => {
    const uuids = Array.from({ length: count }, (_, index) => `node-${index}`);
    for (const uuid of uuids) source.put(uuid, true, `{"p": "${uuid}"}`).put(uuid, false, `{"r": "${uuid}"}`);
    return uuids;
  };

  it('copies both kinds byte for byte and leaves the source as it was', async () => {
    source.put('a', true, '{"n": 1.0, "é": "𝄞"}').put('a', false, ' {} ');
    const before = source.contents;
    expect(outcomes(await migrate({ records: ['a'] }))).to.deep.equal({
      'a true': 'copied',
      'a false': 'copied',
    });
    expect(destination.contents).to.deep.equal(before);
    expect(source.contents).to.deep.equal(before);
    expect(source.saves).to.deep.equal([]);
  });

  it('asks for both kinds of each record where the source cannot list', async () => {
    source = new MemoryBackend({ list: false });
    source.put('a', true, '{}');
    expect(outcomes(await migrate({ records: ['a', 'b'] }))).to.deep.equal({
      'a true': 'copied',
      'a false': 'absent',
      'b true': 'absent',
      'b false': 'absent',
    });
  });

  it('has nothing to do for an empty document', async () => {
    source.put('a', true, '').put('a', false, '{}');
    const steps = await migrate({ records: ['a'] });
    expect(outcomes(steps)).to.deep.equal({ 'a true': 'absent', 'a false': 'copied' });
    expect(destination.saves).to.have.length(1);
  });

  it('copies what the source lists of nodes without a record too', async () => {
    source.put('gone', true, '{}').put('a', true, '{}');
    expect(outcomes(await migrate({ records: ['a'] }))).to.deep.equal({
      'a true': 'copied',
      'a false': 'absent',
      'gone true': 'copied',
    });
  });

  it('finds documents of recorded nodes that the list of the source forgot', async () => {
    source.put('a', true, '{}');
    source.list = async function* () {};
    await migrate({ records: ['a'] });
    expect(destination.contents).to.deep.equal({ 'a true': '{}' });
  });

  it('leaves out nodes without a record where the destination needs one', async () => {
    destination = new MemoryBackend({ needsRecord: true });
    source.put('gone', true, '{}').put('a', true, '{}');
    expect(outcomes(await migrate({ records: ['a'] }))).to.include({ 'gone true': 'without-record' });
    expect(destination.contents).to.deep.equal({ 'a true': '{}' });
  });

  it('does not write what is there already, and replaces what differs', async () => {
    source.put('a', true, '{"new": 1}').put('a', false, '{"same": 1}');
    destination.put('a', true, '{"old": 1}').put('a', false, '{"same": 1}');
    expect(outcomes(await migrate({ records: ['a'] }))).to.deep.equal({
      'a true': 'copied',
      'a false': 'present',
    });
    expect(destination.saves).to.deep.equal(['a true']);
    expect(destination.contents).to.deep.equal(source.contents);
  });

  it('writes nothing in a dry run, and says what it would do', async () => {
    source.put('a', true, '{"new": 1}').put('a', false, '{}');
    destination.put('a', false, '{}');
    expect(outcomes(await migrate({ records: ['a'], dryRun: true }))).to.deep.equal({
      'a true': 'copied',
      'a false': 'present',
    });
    expect(destination.saves).to.deep.equal([]);
  });

  it('tells a destination that changes what it keeps when told to verify, and only then', async () => {
    source.put('a', true, '{"n": 1.0}');
    destination.save = async (uuid, data, processed) => {
      destination.put(uuid, processed, data.replace('1.0', '1'));
    };
    expect(outcomes(await migrate({ records: ['a'] }))).to.include({ 'a true': 'copied' });
    const step = (await migrate({ records: ['a'], verify: true })).find(({ key }) => key.processed);
    expect(step).to.include({ outcome: 'failed', reason: 'what was read back is not what was written' });
  });

  it('goes on after a document that fails, and names it with the reason', async () => {
    const records = fill(20);
    const save = destination.save.bind(destination);
    destination.save = async (uuid, data, processed) => {
      if (uuid === 'node-3') throw new Error('no space left');
      await save(uuid, data, processed);
    };
    const failed = (await migrate({ records })).filter(({ outcome }) => outcome === 'failed');
    expect(failed).to.have.deep.members([
      { key: { uuid: 'node-3', processed: true }, outcome: 'failed', reason: 'no space left' },
      { key: { uuid: 'node-3', processed: false }, outcome: 'failed', reason: 'no space left' },
    ]);
    expect(Object.keys(destination.contents)).to.have.lengthOf(38);
  });

  it('fails a document that cannot be read, on either side', async () => {
    source.put('a', true, '{}').put('b', true, '{}');
    source.get = async (uuid) => {
      if (uuid === 'a') throw new InspectorError('INSP_STORAGE_FAILED', 'disk on fire');
      return '{}';
    };
    destination.get = async () => {
      throw new InspectorError('INSP_STORAGE_FAILED', 'no route');
    };
    const steps = await migrate({ records: ['a', 'b'] });
    expect(steps.map(({ reason }) => reason)).to.have.members([
      'disk on fire',
      'disk on fire',
      'no route',
      'no route',
    ]);
    expect(destination.saves).to.deep.equal([]);
  });

  it('counts a save as done whose answer was lost but whose data arrived', async () => {
    source.put('a', true, '{}');
    destination.save = async (uuid, data, processed) => {
      destination.put(uuid, processed, data);
      throw new Error('connection reset');
    };
    expect(outcomes(await migrate({ records: ['a'] }))).to.include({ 'a true': 'copied' });
  });

  it('completes in a second run what an interrupted one left', async () => {
    const records = fill(50);
    const interruption = new AbortController();
    let done = 0;
    await migrate({
      records,
      signal: interruption.signal,
      onStep: () => void (++done === 30 && interruption.abort()),
    });
    const first = destination.saves.length;
    expect(first).to.be.within(30, 40);
    await migrate({ records });
    expect(destination.contents).to.deep.equal(source.contents);
    expect(destination.saves).to.have.lengthOf(100);
  });

  it('begins nothing once it is told to stop', async () => {
    const records = fill(3);
    expect(await migrate({ records, signal: AbortSignal.abort() })).to.deep.equal([]);
    expect(destination.saves).to.deep.equal([]);
  });

  it('has eight documents under way at most, however many there are', async () => {
    const records = fill(100);
    await migrate({ records });
    expect(source.busiest).to.be.within(2, 8);
    expect(destination.busiest).to.be.within(2, 8);
  });

  it('fails when the list of the source breaks off, after finishing what is under way', async () => {
    const [uuid] = fill(1);
    let finished = 0;
    source.list = async function* () {
      yield { uuid: String(uuid), processed: true };
      throw new Error('listing broke');
    };
    const broken = migrate({ onStep: () => void finished++ });
    const error: unknown = await broken.catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal('listing broke');
    expect(finished).to.equal(1);
    expect(destination.contents).to.deep.equal({ 'node-0 true': '{"p": "node-0"}' });
  });
});
