import { expect } from 'chai';
import type { RecordChange } from '../../src/db/types.js';
import { InspectorError, type IntrospectionRecord, type IntrospectionState } from '@inspector/plugin-api';
import { HeldNode } from '../../src/introspection/held-node.js';

/** A record in a state, with what was written of it. */
function held(state: IntrospectionState) {
  const writes: { from: string; change: RecordChange; forget: boolean }[] = [];
  let released = 0;
  let record: IntrospectionRecord = {
    uuid: 'node-1',
    state,
    startedAt: '2031-02-03T04:05:06',
    finishedAt: null,
    error: null,
    manageBoot: true,
  };
  const records = {
    change: (_: string, from: IntrospectionState, change: RecordChange, options?: { forget?: boolean }) => {
      writes.push({ from, change, forget: options?.forget ?? false });
      record = { ...record, ...change };
      return Promise.resolve(record);
    },
  };
  const lock = {
    release: () => {
      released++;
      return Promise.resolve();
    },
  };
  return { node: new HeldNode(record, lock, records), writes, releases: () => released };
}

describe('a record that is held', () => {
  it('keeps its attributes while the introspection goes on', async () => {
    const { node, writes, releases } = held('waiting');
    await node.apply('process');
    expect(releases()).to.equal(0);
    expect(writes).to.deep.equal([{ from: 'waiting', change: { state: 'processing' }, forget: false }]);
    expect(node.record.state).to.equal('processing');
  });

  it('gets state, error and time, and loses its attributes, in one write at the end, and is free then', async () => {
    const { node, writes, releases } = held('processing');
    await node.end('error', 'broken');
    expect(writes).to.have.lengthOf(1);
    expect(writes[0]).to.deep.include({ from: 'processing', forget: true });
    expect(writes[0]?.change).to.include({ state: 'error', error: 'broken' });
    expect(writes[0]?.change.finishedAt).to.match(/^\d{4}-\d\d-\d\dT/);
    expect(releases()).to.equal(1);
  });

  it('is not written when its state forbids the event', async () => {
    const { node, writes, releases } = held('starting');
    const error: unknown = await node.end('finish', null).catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.code).to.equal('INSP_INVALID_EVENT');
    expect(writes).to.deep.equal([]);
    expect(node.record.state).to.equal('starting');
    expect(releases()).to.equal(0);
  });
});
