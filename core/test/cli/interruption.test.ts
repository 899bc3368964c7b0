import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from '../../src/cli/main.js';

const WAITING = {
  uuid: 'a',
  state: 'waiting',
  finished: false,
  error: null,
  started_at: 'x',
  finished_at: null,
};

describe('Ctrl-C during a command', () => {
  let cwd: string;
  let server: Server;
  let url: string;
  /** Called for every request, with its method and path. */
  let asked: (request: string) => void;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-interrupted-'));
    server = createServer((request, response) => {
      asked(`${request.method} ${request.url}`);
      if (request.url?.includes('hang')) return;
      response.setHeader('Content-Type', 'application/json');
      response.end(request.method === 'GET' ? JSON.stringify(WAITING) : '{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(cwd, { recursive: true });
  });

  /** Runs the program and interrupts it when it has sent a request, or has read its configuration. */
  async function interrupted(
    argv: readonly string[],
    when: RegExp,
  ): Promise<{ status: number; err: string }> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const err = text(stderr);
    asked = (request) => void (when.test(request) && process.emit('SIGINT'));
    const status = await main(argv, { cwd, env: {}, stdin: new PassThrough(), stdout, stderr });
    stdout.end();
    stderr.end();
    return { status, err: await err };
  }

  it('ends the waiting, and says that the introspection goes on', async () => {
    const { status, err } = await interrupted(
      ['introspection', 'start', 'a', '--wait', '--url', url],
      /^GET .*\/a$/,
    );
    expect(status).to.equal(130);
    expect(err).to.match(/^What was begun goes on\..*inspector introspection status a\nInterrupted\.\n$/);
  });

  it('ends a request that gets no answer', async () => {
    const { status, err } = await interrupted(['introspection', 'status', 'hang', '--url', url], /hang/);
    expect({ status, err }).to.deep.equal({ status: 130, err: 'Interrupted.\n' });
  });

  it('ends a command that waits for something that cannot be told to stop', async () => {
    // A configuration that never becomes ready stands for a library without a way to stop it.
    await writeFile(
      join(cwd, 'inspector.config.mjs'),
      "export default () => new Promise(() => process.emit('SIGINT'));",
    );
    const { status, err } = await interrupted(['dbsync', 'upgrade'], /never/);
    expect({ status, err }).to.deep.equal({ status: 130, err: 'Interrupted.\n' });
  });
});
