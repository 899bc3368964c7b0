import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { eventually, ROOT } from './harness.js';

/** Two thousand with `INSPECTOR_TEST_LONG=1`. */
const COUNT = process.env['INSPECTOR_TEST_LONG'] === undefined ? 200 : 2000;
const MAX_ACTIVE = 20;
/** Milliseconds until a start is answered, and until an introspection is over. */
const [ANSWER, COURSE] = [3, 20];

/** A server that counts how often each node was started. */
class CountingServer {
  readonly starts = new Map<string, number>();
  /** Most introspections that went on at the same time. */
  most = 0;
  url = '';
  /** Called with the number of starts so far. */
  onStart: (count: number) => void = () => undefined;
  readonly #records = new Map<string, { readonly at: number; isOver: boolean }>();
  readonly #server: Server = createServer((request, response) => {
    const node = request.url?.split('?')[0]?.split('/').at(-1) ?? '';
    if (request.method === 'POST') {
      this.#start(node);
      setTimeout(() => response.writeHead(202).end('{}'), ANSWER);
      return;
    }
    const record = this.#records.get(node);
    if (record === undefined) response.writeHead(404).end('{"error":{"message":"never introspected"}}');
    else response.end(JSON.stringify(statusOf(node, record)));
  });

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }

  get total(): number {
    return [...this.starts.values()].reduce((sum, count) => sum + count, 0);
  }

  #start(node: string): void {
    this.starts.set(node, (this.starts.get(node) ?? 0) + 1);
    const record = { at: this.total, isOver: false };
    this.#records.set(node, record);
    const active = [...this.#records.values()].filter(({ isOver }) => !isOver).length;
    this.most = Math.max(this.most, active);
    setTimeout(() => (record.isOver = true), COURSE);
    this.onStart(this.total);
  }
}

/** Every tenth node fails. */
const statusOf = (
  node: string,
  { at, isOver }: { readonly at: number; readonly isOver: boolean },
): object => {
  const isBad = isOver && node.endsWith('0');
  return {
    uuid: node,
    state: isOver ? (isBad ? 'error' : 'finished') : 'waiting',
    ...{ finished: isOver, error: isBad ? 'no disk' : null },
    ...{ started_at: `start ${String(at)}`, finished_at: isOver ? 'end' : null },
  };
};

describe(`A fleet of ${String(COUNT)} nodes that is introspected from the command line`, () => {
  let server: CountingServer;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-fleet-'));
    server = new CountingServer();
    await server.open();
    const names = Array.from({ length: COUNT }, (_, index) => `rack-${String(index + 1)}`);
    await writeFile(join(folder, 'nodes'), `# all of them\n${names.join('  # rack\n')}\n\n`);
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** Runs the command; killed by a signal after so many starts of this run. */
  async function run(signal?: NodeJS.Signals, after = 0) {
    const program = join(ROOT, 'core/bin/inspector.js');
    const options = ['--max-active', String(MAX_ACTIVE), '--journal', 'journal', '--interval', '0.03'];
    const argv = ['introspection', 'start', '--file', 'nodes', '--url', server.url, ...options];
    const before = server.total;
    const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env: {} });
    server.onStart = (count) => {
      if (signal !== undefined && count - before === after) child.kill(signal);
    };
    const [out, err] = [text(child.stdout), text(child.stderr)];
    const [status] = (await once(child, 'close')) as [number | null];
    // What was on its way when the process died has arrived.
    await eventually(
      () => server.connections(),
      (count) => count === 0,
      'the number of connections',
    );
    return { status, out: await out, err: await err };
  }

  it('has each node started once, though it is interrupted three times', async function () {
    this.timeout(COUNT * 500);
    const part = Math.floor(COUNT / 4);
    const interrupted = await run('SIGINT', part);
    expect(interrupted.status).to.equal(130);
    expect(server.most).to.be.within(2, MAX_ACTIVE);
    expect(interrupted.err).to.include('The same command goes on where it was.');
    expect(server.total).to.be.within(part, part + MAX_ACTIVE);
    expect((await run('SIGKILL', part)).status).to.equal(null);
    expect((await run('SIGKILL', part)).status).to.equal(null);
    const last = await run();
    expect([...server.starts.values()].filter((count) => count !== 1)).to.deep.equal([]);
    expect(server.starts.size).to.equal(COUNT);
    const failed = COUNT / 10;
    expect(last.out).to.match(
      new RegExp(
        `\n${COUNT} nodes: ${COUNT - failed} finished, ${failed} failed, \\d+ of them in an earlier run\n$`,
      ),
    );
    expect(last.status).to.equal(1);
    const again = await run();
    expect(again.out).to.include(`${COUNT} of them in an earlier run`);
    expect(server.total).to.equal(COUNT);
  });
});
