import { expect } from 'chai';
import { ApiServer } from '../api/api-server.js';
import { runProgram } from './run-program.js';

const NODE = '00000000-0000-4000-8000-000000000001';

describe('inspector why', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start();
  });
  afterEach(() => api.close());
  const run = (...args: string[]) => runProgram(['why', '--url', api.url, ...args], { cwd: '/' });

  beforeEach(() => {
    api.diagnosis = {
      ...{ node: { uuid: NODE, name: 'rack3-07' }, mac: null, state: 'waiting' },
      ...{ since: '2031-02-03T04:05:06.123456', started_at: '2031-02-03T04:05:00', finished_at: null },
      ends_at: '2031-02-03T05:05:00',
      last_contact: {
        ...{ at: '2031-02-03T04:09:00', address: '192.0.2.7', outcome: 'refused' },
        reason: 'Look up error:\u001b[31m Could not',
      },
      findings: [
        { code: 'WHY_WRONG_MAC', certainty: 'likely', evidence: 'A machine\nposted', remedy: 'Correct it.' },
        { code: 'WHY_BOOTING', certainty: 'possible', evidence: 'It boots.', remedy: null },
      ],
      looked_at: [
        { source: 'database', name: null, milliseconds: 2.4, unknown: null },
        { source: 'bare metal service', name: null, milliseconds: 1500, unknown: 'no answer' },
        { source: 'conductor', name: 'rack-1 (process 7)', milliseconds: 3, unknown: null },
      ],
    };
  });

  it('says where the node stands, what was seen and what to do, the most important first', async () => {
    const { out, err, status } = await run('rack3-07');
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    expect(out.split('\n')).to.deep.equal([
      `Node ${NODE} (rack3-07): waiting since 2031-02-03 04:05:06 UTC, its time is over at 2031-02-03 05:05:00 UTC`,
      'Its latest post came at 2031-02-03 04:09:00 UTC from 192.0.2.7 and was refused: Look up error: [31m Could not',
      '',
      '1. likely: WHY_WRONG_MAC',
      '   A machine posted',
      '   To do: Correct it.',
      '',
      '2. possible: WHY_BOOTING',
      '   It boots.',
      '',
      'Looked at: database (2 ms), bare metal service (NOT SEEN), conductor rack-1 (process 7) (3 ms)',
      '',
    ]);
  });

  it('prints the answer of the server as JSON', async () => {
    const { out } = await run('52:54:00:00:00:01', '--json');
    expect(JSON.parse(out)).to.deep.include({ asked: '52:54:00:00:00:01', state: 'waiting' });
  });

  it('names a machine that belongs to no node by what was asked', async () => {
    api.diagnosis = {
      ...api.diagnosis,
      node: null,
      state: null,
      since: null,
      ends_at: null,
      last_contact: null,
    };
    expect((await run('rack\u0007-9')).out).to.match(/^rack -9: no introspection\n/);
    api.diagnosis = { ...api.diagnosis, mac: '52:54:00:00:00:01' };
    expect((await run('52:54:00:00:00:01')).out).to.match(/^52:54:00:00:00:01: no introspection\n/);
  });
});
