import { expect } from 'chai';
import { RecentEvents } from '../../src/events/recent-events.js';
import { FakeEvents } from '../api/fake-events.js';

describe('the newest events at hand', () => {
  const table = new FakeEvents();
  const events = Array.from({ length: 3000 }, () => table.happen('test'));
  const ids = (found: readonly { readonly id: number }[] | undefined) => found?.map(({ id }) => id);

  it('are those after an id, none for who is up to date', () => {
    const recent = new RecentEvents(7);
    recent.add(events.slice(7, 10));
    expect(recent.position).to.equal(10);
    expect(ids(recent.after(7))).to.deep.equal([8, 9, 10]);
    expect(ids(recent.after(9))).to.deep.equal([10]);
    expect(recent.after(10)).to.deep.equal([]);
  });

  it('say that they do not know what was before them, or never', () => {
    const recent = new RecentEvents(7);
    recent.add(events.slice(7, 10));
    for (const id of [0, 6, 11]) expect(recent.after(id)).to.equal(undefined);
    expect(new RecentEvents(7).after(6)).to.equal(undefined);
  });

  it('are so many at most', () => {
    const recent = new RecentEvents(0);
    for (let at = 0; at < events.length; at += 100) recent.add(events.slice(at, at + 100));
    expect(recent.after(0)).to.equal(undefined);
    expect(recent.after(1000)?.length).to.equal(2000);
    expect(recent.after(999)).to.equal(undefined);
  });

  it('have no gap: what comes after one begins anew', () => {
    const recent = new RecentEvents(2);
    recent.add(events.slice(2, 4));
    recent.add(events.slice(8, 10));
    expect(recent.after(4)).to.equal(undefined);
    expect(ids(recent.after(8))).to.deep.equal([9, 10]);
  });
});
