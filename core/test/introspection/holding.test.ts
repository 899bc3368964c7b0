import { expect } from 'chai';
import { InspectorError, type IntrospectionState } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import type { Mark, RecordChange, RecordRepository, StoredRecord } from '../../src/db/types.js';
import { Holding } from '../../src/introspection/holding.js';
import { Permit } from '../../src/tasks/permit.js';

const UUID = '00000000-0000-4000-8000-00000000000a';
const ID = '00000000-0000-4000-8000-00000000000b';

interface Write {
  readonly from: string;
  readonly change: RecordChange;
  readonly mark: Mark;
  readonly forget: boolean;
}

/** A record in a state, held, with what was written of it. */
async function holding(
  state: IntrospectionState,
  introspection: string | null = ID,
  startedAt = '2011-02-03T04:05:06',
) {
  const writes: Write[] = [];
  const noted: unknown[][] = [];
  let record: StoredRecord = {
    ...{ uuid: UUID, name: null, state, startedAt, finishedAt: null, error: null },
    ...{ manageBoot: true, introspection, fence: 0 },
  };
  const records: Partial<RecordRepository> = {
    get: async () => record,
    change: async ({ state: from }, change, mark, options) => {
      writes.push({ from, change, mark, forget: options?.forget ?? false });
      record = { ...record, ...change, introspection: mark.introspection, fence: mark.fence };
      return record;
    },
    addAttributes: async (...details) => void noted.push(details),
    setOption: async (...details) => void noted.push(details),
  };
  const leases = new LocalLeases();
  const service = new Permit();
  const clock = { late: false };
  const late = new AbortController();
  const given = await leases.acquire(UUID);
  const lease = {
    ...given,
    signal: AbortSignal.any([given.signal, late.signal]),
    check: () => void (clock.late && late.abort(new Error('its time is over'))),
  };
  const held = new Holding(UUID, lease, records as RecordRepository, service);
  await held.read();
  return { held, writes, noted, leases, service, lease, clock, isFree: () => leases.size === 0 };
}

const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
  } catch (error) {
    return InspectorError.is(error) ? error.code : String(error);
  }
  return undefined;
};

describe('a node that is held', () => {
  it('keeps its attributes while the introspection goes on', async () => {
    const { held, writes, lease, isFree } = await holding('waiting');
    await held.apply('process');
    expect(isFree()).to.equal(false);
    const mark = { event: 'process', fence: lease.fence, introspection: ID };
    expect(writes).to.deep.equal([{ from: 'waiting', change: { state: 'processing' }, mark, forget: false }]);
    expect(held.record.state).to.equal('processing');
  });

  it('gets state, error and time, and loses its attributes, in one write at the end, and is free then', async () => {
    const { held, writes, isFree } = await holding('processing');
    const hookResults = [{ hook: 'one', outcome: 'failed', milliseconds: 1, message: 'x' }] as const;
    await held.end({ event: 'error', error: 'broken', hookResults });
    expect(writes).to.have.lengthOf(1);
    expect(writes[0]).to.deep.include({ from: 'processing', forget: true });
    expect(writes[0]?.change).to.include({ state: 'error', error: 'broken', hookResults });
    expect(writes[0]?.change.finishedAt).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(isFree()).to.equal(true);
  });

  it('does not end before it began, also where the clock was set back meanwhile', async () => {
    const began = new Date(Date.now() + 7_200_000).toISOString().replace('Z', '000');
    const { held, writes } = await holding('processing', ID, began);
    await held.end({ event: 'finish', error: null });
    expect(writes[0]?.change.finishedAt).to.equal(began);
  });

  it('is not written when its state forbids the event', async () => {
    const { held, writes, isFree } = await holding('starting');
    expect(await codeOf(() => held.end({ event: 'finish', error: null }))).to.equal('INSP_INVALID_EVENT');
    expect(writes).to.deep.equal([]);
    expect(held.record.state).to.equal('starting');
    expect(isFree()).to.equal(false);
  });

  it('gets an id where ironic-inspector made the record, and keeps it', async () => {
    const { held, writes } = await holding('waiting', null);
    await held.apply('process');
    await held.end({ event: 'finish', error: null });
    const [first, last] = writes.map(({ mark }) => mark.introspection);
    expect(first).to.match(/^[0-9a-f-]{36}$/);
    expect(last).to.equal(first);
  });

  for (const [what, end, code] of [
    ['its lease was lost', async ({ leases }) => leases.close(), 'INSP_LEASE_LOST'],
    ['the time of its lease is over', async ({ clock }) => void (clock.late = true), 'INSP_LEASE_LOST'],
    ['it was released', ({ held }) => held.release(), 'INSP_NODE_RELEASED'],
  ] as [string, (world: Awaited<ReturnType<typeof holding>>) => Promise<void>, string][]) {
    it(`is not changed any more once ${what}`, async () => {
      const world = await holding('waiting');
      const { held, writes, noted } = world;
      const { notes } = held;
      await end(world);
      for (const use of [
        () => held.apply('process'),
        () => held.end({ event: 'error', error: 'x' }),
        () => held.begin({ event: 'start', manageBoot: true, attributes: [] }, undefined),
        () => held.forget(),
        () => held.addAttributes([]),
        () => notes.addAttributes(UUID, []),
        () => notes.setOption(UUID, 'a', 1),
        () => held.permit.during(async () => 'done'),
      ]) {
        expect(await codeOf(use), String(use)).to.equal(code);
      }
      expect([writes, noted]).to.deep.equal([[], []]);
      expect(held.permit.signal.aborted).to.equal(true);
    });
  }

  it('can still be written when the service stops or the time is up, so that this is noted', async () => {
    for (const stop of ['service', 'time'] as const) {
      const { held, service, writes } = await holding('processing');
      const late = new Promise<void>((resolve) => held.permit.onEnd(() => resolve()));
      if (stop === 'service') service.end(() => new Error('stopping'));
      else held.limitTime(0.001);
      await late;
      expect(await codeOf(() => held.permit.throwIfAborted())).to.not.equal(undefined);
      await held.end({ event: 'error', error: 'ended' });
      expect(writes).to.have.lengthOf(1);
    }
  });

  it('has no limit of time that is 0, and a new one takes the place of the one before', async () => {
    const { held } = await holding('processing');
    held.limitTime(0.001);
    held.limitTime(0);
    const later = new Permit();
    setTimeout(() => later.end(() => new Error('later')), 10);
    await new Promise<void>((resolve) => later.onEnd(() => resolve()));
    expect(held.permit.reason).to.equal(undefined);
    await held.release();
  });
});
