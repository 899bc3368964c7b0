import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type InspectorEvent } from '@inspector/client';
import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, eventually, payload, ROOT } from './harness.js';

const PYTHON = '/usr/bin/python3';
/** What an introspection without trouble tells. */
const COURSE = ['starting', 'waiting', 'processing', 'hooks', 'finished'].map(
  (name) => `introspection.${name}`,
);

describe('Events of a running service', () => {
  let bench: Bench;
  let data: JsonObject;
  const stops: AbortController[] = [];
  before(async () => {
    data = await payload();
  });
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop.abort();
    await bench.close();
  });

  async function introspect(uuid: string): Promise<void> {
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    await bench.finished(uuid);
  }

  /** Somebody who watches; resolves when nothing is missed any more. */
  async function watch(nodes: string[], url = bench.url): Promise<InspectorEvent[]> {
    const seen: InspectorEvent[] = [];
    const stop = new AbortController();
    stops.push(stop);
    await new Promise<void>((resolve, reject) => {
      const options = { nodes, signal: stop.signal, onReady: () => resolve() };
      const follow = async (): Promise<void> => {
        for await (const event of createClient({ url }).events.watch(options)) {
          if ('reset' in event) throw new Error('Events were lost');
          seen.push(event);
        }
      };
      follow().catch(reject);
    });
    return seen;
  }
  const courseOf = (events: readonly InspectorEvent[]) => events.map(({ type }) => type);

  it('tell of each step of an introspection, in order, with the name of the node', async () => {
    const node = bench.enroll(data, { name: 'rack-7' });
    const seen = await watch([node.uuid]);
    await introspect(node.uuid);
    await eventually(
      () => courseOf(seen),
      (types) => types.includes('introspection.finished'),
      'the events',
    );
    expect(courseOf(seen)).to.deep.equal(COURSE);
    expect(seen.at(-1)).to.include({ node: node.uuid, name: 'rack-7', state: 'finished' });
    expect(new Set(seen.map(({ introspection }) => introspection)).size).to.equal(1);
    const [first] = seen;
    expect(first?.details['request_id']).to.match(/^req-/);
  });

  it('end when the service stops, which waits for nobody', async () => {
    const response = await fetch(`${bench.url}/v1/events`, { headers: { Accept: 'text/event-stream' } });
    const text = response.text();
    await bench.restart();
    expect(await text).to.match(/event: end\ndata: {"reason":"stopping","message":"[^"]+"}\n\n$/);
    expect(bench.log.join('')).not.to.include('takes too long');
  });

  it('are watched as the page says, in Python', async function () {
    if (!existsSync(PYTHON)) this.skip();
    const page = await readFile(join(ROOT, 'docs/operations/events.md'), 'utf8');
    const [, program = ''] = /```python\n(.*?)```/s.exec(page) ?? [];
    const node = bench.enroll(data);
    const url = `${bench.url}/v1/events?node=${node.uuid}&after=0`;
    const text = program.replace('http://127.0.0.1:5050/v1/events?type=introspection', url);
    expect(text).to.include(url);
    const python: ChildProcess = spawn(PYTHON, ['-c', text], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    python.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    try {
      await introspect(node.uuid);
      const types = () => [...printed.matchAll(/^\d+ (\S+) \S+$/gm)].map(([, type]) => type);
      await eventually(types, (seen) => seen.length >= COURSE.length, 'what Python saw', 15_000);
      expect(types()).to.deep.equal(COURSE);
    } finally {
      python.kill('SIGKILL');
      await once(python, 'close');
    }
  });
});
