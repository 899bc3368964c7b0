import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { main } from '../../src/cli/main.js';
import type { StoredRecord } from '../../src/db/types.js';
import { withApi } from '../api/api-server.js';
import { runProgram } from './run-program.js';

const A = 'aaaaaaaa-0000-4000-8000-000000000000';
const B = 'bbbbbbbb-0000-4000-8000-000000000000';
const OVER = '2031-02-03T04:06:06';

describe('inspector wait', () => {
  const api = withApi();
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-wait-'));
    api().records.add({ uuid: A, name: 'rack-1' });
    api().records.add({ uuid: B });
    api().conductor.names.set('rack-1', A);
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const argv = (...args: string[]) => ['wait', '--url', api().url, ...args];
  const run = (...args: string[]) => runProgram(argv(...args), { cwd });

  /** Changes a record, and tells it as an event. */
  function become(uuid: string, state: StoredRecord['state'], error: string | null = null): void {
    const isOver = state === 'finished' || state === 'error';
    api().records.add({ uuid, state, error, finishedAt: isOver ? OVER : null });
    api().events.happen(`introspection.${state}`, { node: uuid, name: null, body: { event: 'test', error } });
  }

  /** Runs the command, and does the next step each time that a line is printed. */
  async function runWith(steps: readonly (() => void)[], ...args: string[]) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const err = text(stderr);
    let out = '';
    const left = [...steps];
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      left.shift()?.();
    });
    const status = await main(argv(...args), { cwd, env: {}, stdin: new PassThrough(), stdout, stderr });
    stderr.end();
    return { status, out, err: await err };
  }

  it('ends as soon as the events say that all are over, without asking again', async () => {
    api().records.add({ uuid: B, state: 'finished', finishedAt: OVER });
    const { get } = api().records;
    let asked = 0;
    api().records.get = (uuid) => {
      asked++;
      return get.call(api().records, uuid);
    };
    const { status, out, err } = await runWith(
      [() => undefined, () => become(A, 'processing'), () => become(A, 'finished')],
      ...['rack-1', B],
    );
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    expect(out.split('\n')).to.have.members([
      'rack-1: waiting',
      `${B}: finished`,
      'rack-1: processing',
      'rack-1: finished',
      '2 nodes: 2 reached',
      '',
    ]);
    expect(asked).to.equal(2);
  });

  it('waits for any state, also for one that passes', async () => {
    const { status, out } = await runWith(
      [() => [become(A, 'processing'), become(A, 'finished')]],
      ...['rack-1', '--until', 'state=processing,starting'],
    );
    expect({ status, out }).to.deep.equal({
      status: 0,
      out: 'rack-1: waiting\nrack-1: processing\n1 node: 1 reached\n',
    });
  });

  it('says which ended in another state, or are deleted, in the exit status, too', async () => {
    const { status, out, err } = await runWith(
      [
        () => undefined,
        () => {
          become(A, 'error', 'no\u001b[31m disk');
          api().events.happen('introspection.deleted', { node: B, name: null, body: {} });
        },
      ],
      ...[A, B, '--until', 'state=finished'],
    );
    expect(status).to.equal(3);
    expect(err.split('\n')).to.have.members([
      `${A}: ended as error: no [31m disk`,
      `${B}: its node is deleted`,
      '',
    ]);
    expect(out).to.match(/\n2 nodes: 0 reached, 1 ended in another state, 1 deleted\n$/);
  });

  it('has an exit status of its own for a time that was too short', async () => {
    become(A, 'finished');
    const { status, out, err } = await run(A, B, '--timeout', '0.2');
    expect(status).to.equal(4);
    expect(err).to.equal(`${B}: still waiting after 0.2 s\n`);
    expect(out).to.match(/\n2 nodes: 1 reached, 1 not in time\n$/);
    const { out: json } = await run(A, B, '--timeout', '0.2', '--json');
    expect(JSON.parse(json)).to.deep.equal([
      { node: A, uuid: A, name: null, outcome: 'reached', state: 'finished', error: null },
      { node: B, uuid: B, name: null, outcome: 'late', state: 'waiting', error: null },
    ]);
  });

  it('names all nodes that nobody knows, and does not wait for the others', async () => {
    const { status, out, err } = await run('rack-7', A, 'rack-8');
    expect({ status, out }).to.deep.equal({ status: 1, out: '' });
    expect(err).to.match(/^rack-7: .*\nrack-8: .*\nNothing was waited for\.\n$/);
  });

  it('looks anew when events were lost', async () => {
    api().events.happen('rules.created', { node: null });
    const { status, out } = await runWith(
      [
        () => {
          api().records.add({ uuid: A, state: 'finished', finishedAt: OVER });
          api().events.table = [];
          for (let id = 20; id < 23; id++) api().events.happen('rules.created', { id, node: null });
        },
      ],
      ...[A],
    );
    expect({ status, out }).to.deep.equal({
      status: 0,
      out: `${A} (rack-1): waiting\n${A} (rack-1): finished\n1 node: 1 reached\n`,
    });
  });

  it('asks from time to time where the caller may not see events', async () => {
    const forbidden = new InspectorError('INSP_FORBIDDEN', 'You may not see events');
    api().events.range = () => Promise.reject(forbidden);
    api().events.newest = () => Promise.reject(forbidden);
    const { status, out } = await runWith([() => become(A, 'finished')], A, '--interval', '0.01');
    expect({ status, out }).to.deep.equal({
      status: 0,
      out: `${A} (rack-1): waiting\n${A} (rack-1): finished\n1 node: 1 reached\n`,
    });
  });

  it('chooses nodes as a start does', async () => {
    await writeFile(join(cwd, 'nodes'), `rack-1 # first\n${B}\n`);
    become(A, 'finished');
    become(B, 'error', 'no disk');
    expect((await run('--file', 'nodes')).out).to.match(/\n2 nodes: 2 reached\n$/);
    expect((await run('--state', 'error')).out).to.equal(`${B}: error\n1 node: 1 reached\n`);
    const { status, out, err } = await run('--state', 'waiting');
    expect({ status, out }).to.deep.equal({ status: 0, out: '0 nodes: 0 reached\n' });
    expect(err).to.match(/^No node was found. Only nodes that were introspected before .*\n$/);
    await writeFile(join(cwd, 'nodes'), '# none yet\n');
    expect((await run('--file', 'nodes')).err).to.equal('No node was found: nodes names none.\n');
  });

  it('refuses what it does not understand', async () => {
    for (const args of [
      [],
      [A, '--until', 'finished'],
      [A, '--until', 'state=asleep'],
      [A, '--timeout', '0'],
      [A, '--state', 'asleep'],
    ]) {
      expect((await run(...args)).status, args.join(' ')).to.equal(2);
    }
  });

  it('ends when it is interrupted', async () => {
    const { status, err } = await runWith([() => process.emit('SIGINT')], A);
    expect({ status, err }).to.deep.equal({ status: 130, err: 'Interrupted.\n' });
  });
});
