import { expect } from 'chai';
import type { StoredFollower } from '../../src/db/types.js';
import { examineFollowers } from '../../src/server/doctor/examine-followers.js';

describe('what doctor says of followers of events', () => {
  const WELL = { position: 90, givenUp: 0, trouble: null, troubleSince: null };
  const examine = (...stored: StoredFollower[]) =>
    examineFollowers([{ name: 'webhook/cmdb' }], {
      followers: { list: async () => stored } as never,
      events: { range: async () => ({ oldest: 1, newest: 100 }) } as never,
    });

  it('names one that does not get on, since when, and how far it is behind', async () => {
    const trouble = { trouble: 'it answers 503', troubleSince: '2031-02-03T04:05:06', givenUp: 2 };
    const { verdict, text } = await examine({ name: 'webhook/cmdb', ...WELL, ...trouble });
    expect(verdict).to.equal('notice');
    expect(text).to.equal(
      'webhook/cmdb has not got on since 2031-02-03T04:05:06: it answers 503 (10 events behind, 2 given up)',
    );
  });

  it('says nothing of one that is configured no more', async () => {
    const { verdict, text } = await examine({ name: 'webhook/gone', ...WELL, trouble: 'it answers 503' });
    expect([verdict, text]).to.deep.equal(['ok', '1 follow the events']);
  });

  it('tells what was given up by one that gets on', async () => {
    const { text } = await examine({ name: 'webhook/cmdb', ...WELL, givenUp: 7 });
    expect(text).to.include('webhook/cmdb has given up 7 events so far');
  });

  it('needs no database where nobody follows', async () => {
    expect(await examineFollowers([], undefined)).to.deep.equal({
      verdict: 'ok',
      text: 'no plugin follows the events',
    });
  });
});
