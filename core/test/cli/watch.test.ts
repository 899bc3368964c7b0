import { mkdtemp, rm } from 'node:fs/promises';
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
import { Terminal } from './terminal.js';

const uuid = (index: number): string => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
const [A, B, C] = [uuid(1), uuid(2), uuid(3)] as const;
const OVER = '2031-02-03T04:06:06';
const secondsAgo = (seconds: number): string =>
  new Date(Date.now() - seconds * 1000).toISOString().replace('Z', '000');

describe('watching introspections on the command line', () => {
  const api = withApi();
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-watch-'));
    api().conductor.introspect = (node) => {
      become(api().conductor.names.get(node) ?? node, 'starting');
      return Promise.resolve();
    };
  });
  afterEach(() => rm(cwd, { recursive: true }));

  function stand(node: string, state: StoredRecord['state'], error: string | null = null): void {
    const finishedAt = state === 'finished' || state === 'error' ? OVER : null;
    api().records.add({ uuid: node, state, error, startedAt: secondsAgo(0), finishedAt });
  }

  function become(node: string, state: StoredRecord['state'], error: string | null = null): void {
    stand(node, state, error);
    const startedAt = secondsAgo(0);
    const name = [...api().conductor.names].find(([, known]) => known === node)?.[0] ?? null;
    const change = { node, name, time: startedAt, body: { event: 'test', error } };
    api().events.happen(`introspection.${state}`, change);
  }

  /** Runs the command on a terminal; `look` is called after each output. */
  async function onTerminal(
    args: readonly string[],
    look: (terminal: Terminal) => void,
    terminal = new Terminal(),
  ) {
    const stderr = new PassThrough();
    const err = text(stderr);
    terminal.onOutput = () => look(terminal);
    const { stdout } = terminal;
    const argv = ['introspection', ...args, '--url', api().url];
    const status = await main(argv, { cwd, env: {}, stdin: new PassThrough(), stdout, stderr });
    stderr.end();
    return { status, terminal, err: await err };
  }

  /** Does each step once, as soon as the screen shows what it waits for. */
  const script = (...steps: readonly (readonly [RegExp, () => void])[]) => {
    const left = [...steps];
    return ({ screen }: Terminal): void => {
      if (left[0]?.[0].test(screen)) left.shift()?.[1]();
    };
  };

  it('starts nodes and shows them in a table that is drawn anew until all are over', async () => {
    api().conductor.names.set('rack-1', A);
    api().diagnosis = { ...api().diagnosis, started_at: OVER, ends_at: '2031-02-03T05:06:06' };
    const { status, terminal, err } = await onTerminal(
      ['start', 'rack-1', B, '--watch'],
      script(
        [
          /rack-1 +starting +0:0\d +(59:5\d|1:00:00)\n.* starting .*\n\[ +\] 0 of 2 over: 2 starting/,
          () => become(A, 'processing'),
        ],
        [/rack-1 +processing/, () => [become(A, 'finished'), become(B, 'error', 'no\u001b[31m\ndisk')]],
      ),
    );
    expect({ status, err }).to.deep.equal({ status: 1, err: '' });
    expect(terminal.lines).to.deep.equal([
      `${B}: error: no [31m disk`,
      '[====================] 2 of 2 over: 1 finished, 1 error',
      '2 nodes: 1 finished, 1 error',
      '',
    ]);
    expect(terminal.isCursorShown).to.equal(true);
  });

  it('has room for two thousand nodes, of which it shows some and counts all', async () => {
    const nodes = Array.from({ length: 2000 }, (_, index) => uuid(index));
    nodes.forEach((node) => become(node, 'starting'));
    const { status, terminal } = await onTerminal(
      ['list', '--watch'],
      script(
        [
          /… and 1980 more\n\[ +\] 0 of 2000 over: 2000 starting/,
          () => nodes.slice(0, 5).forEach((node) => become(node, 'error', 'no disk')),
        ],
        [
          /… and 1975 more\n\[ +\] 5 of 2000 over: 1995 starting, 5 error/,
          () => nodes.slice(5).forEach((node) => become(node, 'finished')),
        ],
        [/2000 of 2000 over/, () => process.emit('SIGINT')],
      ),
    );
    expect(status).to.equal(0);
    expect(terminal.tallest).to.equal(23);
    expect(terminal.lines).to.deep.equal([
      ...nodes.slice(0, 5).map((node) => `${node}: error: no disk`),
      '[====================] 2000 of 2000 over: 1995 finished, 5 error',
      '',
    ]);
  });

  it('fits a small terminal, also one that gets smaller', async () => {
    const terminal = new Terminal(60, 8);
    const { stdout } = terminal;
    await onTerminal(
      ['start', A, B, C, '--watch'],
      script(
        [/3 starting/, () => Object.assign(stdout, { columns: 20, rows: 5 })],
        [/…/, () => Object.assign(stdout, { columns: 60, rows: 2 })],
        [/^\[ +\] 0 of 3 over: 3 starting\n$/m, () => [A, B, C].forEach((node) => become(node, 'finished'))],
      ),
      terminal,
    );
    expect(terminal.lines.at(-2)).to.equal('3 nodes: 3 finished');
  });

  it('leaves the terminal in order when it is interrupted, and says what goes on', async () => {
    const { status, terminal, err } = await onTerminal(
      ['start', A, '--watch'],
      script([/1 starting/, () => process.emit('SIGINT')]),
    );
    expect(status).to.equal(130);
    expect(terminal.isCursorShown).to.equal(true);
    expect(terminal.lines.at(-1)).to.equal('');
    expect(err).to.match(/^What was begun goes on\. See how it stands: .*\nInterrupted\.\n$/);
  });

  it('ends with the time limit and with refused starts', async () => {
    api().conductor.introspect = (node) => {
      if (node === B) return Promise.reject(new InspectorError('INSP_NODE_NOT_FOUND', 'no such node'));
      become(node, 'waiting');
      return Promise.resolve();
    };
    const { status, terminal } = await onTerminal(
      ['start', A, B, '--watch', '--timeout', '1'],
      () => undefined,
    );
    expect(status).to.equal(1);
    expect(terminal.lines).to.include(`${B}: no such node`);
    expect(terminal.lines).to.include(`Not finished after 1 s: ${A}`);
    expect(terminal.lines.at(-2)).to.equal('2 nodes: 1 waiting, 1 refused');
  });

  it('writes a line for each change where no person watches', async () => {
    api().conductor.names.set('rack-1', A);
    api().conductor.introspect = (node) => {
      const known = api().conductor.names.get(node) ?? node;
      become(known, 'starting');
      become(known, 'finished');
      return Promise.resolve();
    };
    const argv = ['introspection', 'start', 'rack-1', '--watch', '--url', api().url];
    const { status, out, err } = await runProgram(argv, { cwd });
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    expect(out).to.match(/^(rack-1: starting\n)?rack-1: finished\n1 node: 1 finished\n$/);
  });

  it('shows a fleet that is started by turns', async () => {
    api().conductor.names.set('rack-1', A);
    const { status, terminal } = await onTerminal(
      ['start', 'rack-1', B, '--watch', '--max-active', '1', '--interval', '0.05'],
      script(
        [/rack-1 +starting.*\n.*0 of 2 over: 1 not begun, 1 starting/, () => become(A, 'finished')],
        [/1 of 2 over: 1 starting, 1 finished/, () => become(B, 'error', 'no disk')],
      ),
    );
    expect(status).to.equal(1);
    expect(terminal.lines).to.include(`${B}: error: no disk`);
    expect(terminal.lines.at(-2)).to.equal('2 nodes: 1 finished, 1 failed');
  });

  it('tells of an end in a fleet that its event has not told of', async () => {
    const { status, terminal } = await onTerminal(
      ['start', B, '--watch', '--max-active', '1', '--interval', '0.05'],
      script([/1 starting/, () => stand(B, 'error', 'no disk')]),
    );
    expect(status).to.equal(1);
    expect(terminal.lines).to.include(`${B}: error: no disk`);
  });

  describe('of a list', () => {
    beforeEach(() => {
      api().records.add({ uuid: A, name: 'rack-1', startedAt: secondsAgo(90) });
      api().records.add({ uuid: B, state: 'finished', finishedAt: OVER });
      api().diagnosis = { ...api().diagnosis, started_at: OVER, ends_at: '2031-02-03T05:06:06' };
    });

    it('shows those that go on and how much time they have left, until it is interrupted', async () => {
      const { status, terminal, err } = await onTerminal(
        ['list', '--watch'],
        script(
          [
            /\(rack-1\) +waiting +1:3\d +58:[23]\d\n\[={10} +\] 1 of 2 over: 1 waiting, 1 finished/,
            () => become(C, 'starting'),
          ],
          [/1 of 3 over/, () => become(A, 'finished')],
          [/2 of 3 over: 1 starting, 2 finished/, () => process.emit('SIGINT')],
        ),
      );
      expect({ status, err }).to.deep.equal({ status: 0, err: '' });
      expect(terminal.lines).to.have.length(4);
      expect(terminal.lines[1]).to.match(new RegExp(`^${C} +starting`));
      expect(terminal.isCursorShown).to.equal(true);
    });

    it('shows only some states, each change on a line where no person watches', async () => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      let out = '';
      stdout.setEncoding('utf8').on('data', (chunk: string) => {
        out += chunk;
        if (/ +finished/.test(chunk)) become(A, 'processing');
        if (/ +finished/.test(chunk)) become(A, 'finished');
        if (/: finished/.test(chunk)) process.emit('SIGINT');
      });
      const argv = ['introspection', 'list', '--watch', '--state', 'finished', '--url', api().url];
      const status = await main(argv, { cwd, env: {}, stdin: new PassThrough(), stdout, stderr });
      expect(status).to.equal(0);
      expect(out.split('\n')).to.have.length(4);
      expect(out).to.match(new RegExp(`^UUID .*\n${B} .*\n${A} \\(rack-1\\): finished\n$`));
    });
  });

  it('is refused together with JSON', async () => {
    for (const args of [['start', A], ['list']]) {
      const argv = ['introspection', ...args, '--watch', '--json', '--url', api().url];
      expect((await runProgram(argv, { cwd })).status).to.equal(2);
    }
  });
});
