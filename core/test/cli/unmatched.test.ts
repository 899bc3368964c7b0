import { expect } from 'chai';
import type { StoredUnmatchedPosts } from '../../src/db/types.js';
import { ApiServer } from '../api/api-server.js';
import { runProgram } from './run-program.js';

const NODE = '00000000-0000-4000-8000-000000000001';
const SEEN: StoredUnmatchedPosts = {
  address: '192.0.2.7',
  macs: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
  bmcAddresses: [],
  reason: 'Look up error: Could not\u001b[31m find a node',
  nearest: { uuid: NODE, name: 'rack3-07', reason: 'no other node waits for data' },
  posts: 1,
  firstSeen: '2031-02-03T04:05:06.123456',
  lastSeen: '2031-02-03T04:05:06.123456',
};

describe('inspector unmatched', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start();
  });
  afterEach(() => api.close());
  const run = (...args: string[]) => runProgram(['unmatched', '--url', api.url, ...args], { cwd: '/' });

  it('says which machine posted, from where, why nobody matched and which node is nearest', async () => {
    api.unmatched.push(SEEN, {
      ...SEEN,
      ...{ address: null, macs: [], bmcAddresses: ['192.0.2.9'], nearest: null },
      ...{ posts: 3, lastSeen: '2031-02-03T04:05:16' },
    });
    const { out, err, status } = await run();
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    expect(out.split('\n')).to.deep.equal([
      '2031-02-03 04:05:06 UTC from 192.0.2.7',
      '  MAC:     52:54:00:00:00:01, 52:54:00:00:00:02',
      '  BMC:     none',
      '  Reason:  Look up error: Could not [31m find a node',
      `  Nearest: node ${NODE} (rack3-07): no other node waits for data`,
      '',
      '2031-02-03 04:05:16 UTC (3 posts since 2031-02-03 04:05:06) from an unknown address',
      '  MAC:     none',
      '  BMC:     192.0.2.9',
      '  Reason:  Look up error: Could not [31m find a node',
      '  Nearest: no node that waits is like it',
      '',
    ]);
  });

  it('lists as many as asked for, as JSON as the API has them', async () => {
    api.unmatched.push(SEEN, SEEN);
    const { out } = await run('--limit', '1', '--json');
    const listed = JSON.parse(out) as object[];
    expect(listed).to.have.length(1);
    expect(listed[0]).to.include({ address: '192.0.2.7', last_seen: SEEN.lastSeen });
  });

  it('says that there is none', async () => {
    expect((await run()).out).to.equal('No post is known that matched no node.\n');
  });
});
