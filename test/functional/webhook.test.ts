import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InspectorEvent } from '@inspector/plugin-api';
import { startFakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { answering, Receiver, SECRET } from '../../plugins/hook-webhook/test/receiver.js';
import { Bench, eventually, payload, ROOT } from './harness.js';
import { ServerProcess } from './server-process.js';

const PYTHON = '/usr/bin/python3';
/** What an introspection without trouble tells. */
const COURSE = ['starting', 'waiting', 'processing', 'hooks', 'finished'].map(
  (name) => `introspection.${name}`,
);

const options = (...endpoints: { readonly name: string; readonly url: string }[]) => ({
  processing: { processingHooks: ['$default_processing_hooks', 'webhook'] },
  plugins: { 'hook-webhook': { secret: SECRET, endpoints } },
});
const events = ({ received }: Receiver): InspectorEvent[] =>
  received.map(({ text }) => JSON.parse(text) as InspectorEvent);
const types = (receiver: Receiver): string[] =>
  events(receiver)
    .map(({ type }) => type)
    .filter((type) => type.startsWith('introspection.'));

describe('a service with the webhook', function () {
  this.timeout(60_000);
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const receive = async (): Promise<Receiver> => {
    const receiver = await Receiver.start();
    ends.push(() => receiver.close());
    return receiver;
  };
  const serve = async (config: ReturnType<typeof options>): Promise<Bench> => {
    const bench = await Bench.start(config);
    ends.push(() => bench.close());
    return bench;
  };
  async function introspect(bench: Bench): Promise<string> {
    const data = await payload();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    await bench.post(data);
    await bench.finished(uuid);
    return uuid;
  }

  it('tells receivers of an introspection, in order, beside one that answers nobody', async () => {
    const [good, silent] = [await receive(), await receive()];
    silent.answers.push(...Array.from({ length: 100 }, () => () => undefined));
    const bench = await serve(options({ name: 'good', url: good.url }, { name: 'silent', url: silent.url }));
    const uuid = await introspect(bench);
    await eventually(
      () => types(good),
      (seen) => seen.length >= COURSE.length,
      'what has arrived',
    );
    expect(types(good)).to.deep.equal(COURSE);
    const { body } = await bench.request('GET', `/v1/events?after=0&node=${uuid}`);
    expect(events(good).filter(({ node }) => node === uuid)).to.deep.equal(body['events']);
    expect(silent.received).to.have.length(1);
  });

  it('goes on after a restart with what a receiver did not take', async () => {
    const receiver = await receive();
    const bench = await serve(options({ name: 'one', url: receiver.url }));
    receiver.answers.push(...Array.from({ length: 50 }, () => answering(503)));
    await introspect(bench);
    await receiver.count(1);
    await bench.restart(async () => void receiver.answers.splice(0));
    await eventually(
      () => types(receiver),
      (seen) => seen.includes('introspection.finished'),
      'what has arrived',
    );
    const first = events(receiver)[0]?.id;
    // Each once, but for the one that was refused.
    const taken = events(receiver).filter(
      ({ id }, index, all) => id !== first || all[index + 1]?.id !== first,
    );
    expect(taken.map(({ type }) => type).filter((type) => COURSE.includes(type))).to.deep.equal(COURSE);
    const ids = receiver.received
      .filter((_, index) => events(receiver)[index]?.id === first)
      .map(({ id }) => id);
    expect(ids.length).to.be.greaterThan(1);
    expect(new Set(ids).size).to.equal(1);
    expect(bench.log.join('\n')).to.not.include(SECRET).and.not.include('s3cret');
  });

  it('shows in the metrics what it does not get rid of', async () => {
    const receiver = await receive();
    receiver.answers.push(...Array.from({ length: 50 }, () => answering(503)));
    const bench = await serve(options({ name: 'one', url: receiver.url }));
    await introspect(bench);
    await receiver.count(1);
    const metrics = async (): Promise<string> => (await fetch(`${bench.url}/metrics`)).text();
    const text = await eventually(
      metrics,
      (now) => /failures_total\{follower="webhook\/one"\} [1-9]/.test(now),
      'it',
    );
    expect(text).to.match(/^inspector_event_follower_behind\{follower="webhook\/one"\} [1-9]\d*$/m);
    expect(text).to.match(/^inspector_event_follower_given_up_total\{follower="webhook\/one"\} 0$/m);
  });

  it('tells again, under the same id, what was told when the service was killed', async () => {
    const receiver = await receive();
    const folder = await mkdtemp(join(tmpdir(), 'inspector-webhook-'));
    ends.push(() => rm(folder, { recursive: true }));
    const ironic = await startFakeIronic();
    ends.push(() => ironic.close());
    const config = options({ name: 'one', url: receiver.url });
    await writeFile(join(folder, 'inspector.config.json'), JSON.stringify(config));
    let server: ServerProcess | undefined;
    const start = async (): Promise<ServerProcess> =>
      ServerProcess.start(folder, {
        INSPECTOR_LISTEN_PORT: '0',
        INSPECTOR_INTROSPECTION_DELAY: '0',
        INSPECTOR_IRONIC__ENDPOINT_OVERRIDE: ironic.url,
      });
    ends.push(async () => server?.kill());
    server = await start();
    const data = await payload();
    const { uuid } = ironic.addNode({ driver_info: { ipmi_address: '192.0.2.1' } });
    // Taken by the receiver; the service dies before it learns that.
    receiver.answers.push(() => undefined);
    await fetch(`${server.url}/v1/introspection/${uuid}`, { method: 'POST' });
    await receiver.count(1);
    await server.kill();
    server = await start();
    await fetch(`${server.url}/v1/continue`, { method: 'POST', body: JSON.stringify(data) });
    const [first, second] = await receiver.count(2);
    expect(second?.id).to.equal(first?.id);
    expect(second?.text).to.equal(first?.text);
  });

  it('is received as the page says, in Python', async function () {
    if (!existsSync(PYTHON)) this.skip();
    const page = await readFile(join(ROOT, 'docs/operations/events.md'), 'utf8');
    const programs = [...page.matchAll(/```python\n(.*?)```/gs)].map(([, text = '']) => text);
    const program = programs.find((text) => text.includes('webhook-signature')) ?? '';
    const said = 'HTTPServer(("127.0.0.1", 8080), Receiver).serve_forever()';
    expect(program).to.include(said);
    const anyPort = `server = HTTPServer(("127.0.0.1", 0), Receiver)\nprint(server.server_port, flush=True)\nserver.serve_forever()`;
    const python = spawn(PYTHON, ['-c', program.replace(said, anyPort)], {
      env: { WEBHOOK_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    ends.push(async () => {
      python.kill('SIGKILL');
      await once(python, 'close');
    });
    const lines: string[] = [];
    createInterface({ input: python.stdout }).on('line', (line) => lines.push(line));
    const port =
      (await eventually(
        () => lines[0],
        (line) => line !== undefined,
        'the port',
        15_000,
      )) ?? '';
    const url = `http://127.0.0.1:${port}/`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).to.equal(401);
    const bench = await serve(options({ name: 'python', url }));
    await introspect(bench);
    const seen = () => lines.slice(1).flatMap((line) => /^\d+ (introspection\.\S+)/.exec(line)?.[1] ?? []);
    await eventually(seen, (found) => found.length >= COURSE.length, 'what Python saw', 15_000);
    expect(seen()).to.deep.equal(COURSE);
  });
});
