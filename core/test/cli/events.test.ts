import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { main } from '../../src/cli/main.js';
import { ApiServer } from '../api/api-server.js';
import { NODE } from '../api/fake-events.js';
import { runProgram } from './run-program.js';

describe('inspector events', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await ApiServer.start();
  });
  afterEach(() => api.close());
  const run = (...args: string[]) => runProgram(['events', '--url', api.url, ...args], { cwd: '/' });

  it('shows what happened, to which node, from where and why', async () => {
    const { events } = api;
    const actor = { user_name: 'alice' };
    events.happen('introspection.waiting', { body: { event: 'wait', from: 'starting', actor } });
    events.happen('introspection.hooks', {
      name: null,
      body: {
        results: [
          { hook: 'lldp', outcome: 'ok' },
          { hook: 'disk\u001b[31m', outcome: 'failed' },
        ],
      },
    });
    events.happen('introspection.error', {
      body: { event: 'timeout', from: 'waiting', error: 'Introspection\n timeout' },
    });
    events.happen('rules.created', { node: null, name: null, body: { rules: 2, uuids: [] } });
    const { out, err, status } = await run();
    expect({ err, status }).to.deep.equal({ err: '', status: 0 });
    expect(out.split('\n')).to.deep.equal([
      '2031-02-03 04:05:06  introspection.waiting     rack-1  from starting  by alice',
      `2031-02-03 04:05:06  introspection.hooks       ${NODE}  disk [31m: failed`,
      '2031-02-03 04:05:06  introspection.error       rack-1  from waiting (timeout)  Introspection  timeout',
      '2031-02-03 04:05:06  rules.created             -  2 rules',
      '',
    ]);
  });

  it('shows the newest that were selected, or those after an id, as JSON as the API has them', async () => {
    for (const type of ['introspection.waiting', 'introspection.error', 'rules.deleted'])
      api.events.happen(type);
    const ids = async (...args: string[]) =>
      (JSON.parse((await run('--json', ...args)).out) as { id: number }[]).map(({ id }) => id);
    expect(await ids('--limit', '2')).to.deep.equal([2, 3]);
    expect(await ids('--after', '0', '--limit', '2')).to.deep.equal([1, 2]);
    expect(await ids('--state', 'error,waiting', '--node', NODE)).to.deep.equal([1, 2]);
    expect(await ids('--type', 'rules,nothing')).to.deep.equal([3]);
  });

  it('says that some were lost', async () => {
    api.events.happen('a');
    expect(await run('--after', '7')).to.deep.include({ out: '', status: 0 });
    expect((await run('--after', '7')).err).to.include('Events were lost: the database is another one');
  });

  it('refuses what is no id, no state and no number', async () => {
    for (const args of [
      ['--after', 'x'],
      ['--state', 'asleep'],
      ['--limit', '0'],
      ['--node', ' '],
    ]) {
      expect((await run(...args)).status, args.join(' ')).to.equal(2);
    }
  });

  it('goes on with --follow until it is interrupted, each event on a line of JSON', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    api.events.happen('before');
    const argv = ['events', '--follow', '--json', '--url', api.url];
    const ended = main(argv, { cwd: '/', env: {}, stdin: new PassThrough(), stdout, stderr });
    const types: string[] = [];
    stdout.setEncoding('utf8').on('data', (line: string) => {
      types.push((JSON.parse(line) as { type: string }).type);
      if (types.length === 1) api.events.happen('after');
      else process.emit('SIGINT');
    });
    expect(await ended).to.equal(0);
    expect(types).to.deep.equal(['before', 'after']);
    expect(stderr.read()).to.equal(null);
  });
});
