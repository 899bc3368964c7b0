import { expect } from 'chai';
import { Patience, withPatience, type PluginLog } from '@inspector/plugin-api';
import { createIronic } from '../src/create-ironic.js';
import { drop, fault, hang, ironicOptions, locked, ScriptedIronic, silent } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const GET = `GET /v1/nodes/${NODE}`;
const node = { body: { uuid: NODE } };
const lasts = { signal: new AbortController().signal, throwIfAborted: () => undefined };

describe('how long work waits for Ironic', () => {
  let ironic: ScriptedIronic;
  const steps: (string | undefined)[] = [];
  const patient = (seconds: number): Patience =>
    Patience.of(seconds).within(lasts, (step) => steps.push(step));
  beforeEach(async () => {
    steps.length = 0;
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  it('is shared by all its requests', async () => {
    const client = ironic.client();
    ironic.on(GET, locked, locked, locked, locked, locked, locked, node);
    const patience = patient(25);

    await withPatience(patience, () => client.getNode(NODE));
    expect(ironic.waits).to.deep.equal(Array(6).fill(2000));
    expect(patience.left).to.equal(13_000);

    ironic.on(GET, locked);
    const error = await failureOf(withPatience(patience, () => client.getNode(NODE)));
    expect(error.cause).to.have.property('locked', true);
    expect(ironic.waits).to.have.length(12);
  });

  it('ends a request that is not answered, too', async () => {
    ironic.on(GET, hang);
    const patience = patient(2.2);

    const error = await failureOf(withPatience(patience, () => ironic.client({ timeout: 60 }).getNode(NODE)));

    expect(error.message).to.include('within 2.2 seconds');
    expect(patience.left).to.be.lessThan(300);
  });

  it('ends with the work itself, between two tries', async () => {
    const work = new AbortController();
    ironic.on(GET, locked);
    const client = ironic.client({}, async (_, signal) => {
      work.abort(new Error('somebody else has the node'));
      signal.throwIfAborted();
    });
    const permission = { signal: work.signal, throwIfAborted: () => work.signal.throwIfAborted() };
    const patience = Patience.endless().within(permission, () => undefined);

    let thrown: unknown;
    await withPatience(patience, () => client.getNode(NODE)).catch((error: unknown) => (thrown = error));

    expect(thrown).to.have.property('message', 'somebody else has the node');
    expect(ironic.calls).to.have.length(1);
  });

  it('ends with the work itself, before a request had its turn', async () => {
    const work = new AbortController();
    ironic.on(GET, (response) => {
      work.abort(new Error('somebody else has the node'));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(node.body));
    });
    const client = ironic.client({ maxParallelRequests: 1 });
    const permission = { signal: work.signal, throwIfAborted: () => work.signal.throwIfAborted() };
    const patience = Patience.endless().within(permission, () => undefined);

    const first = client.getNode(NODE);
    const second = withPatience(patience, () => client.setPowerState(NODE, 'rebooting'));
    const outcome = await second.catch((error: unknown) => error);

    await first;
    expect(outcome).to.have.property('message', 'somebody else has the node');
    expect(ironic.calls).to.deep.equal([GET]);
  });

  const waits: readonly [string, Parameters<ScriptedIronic['on']>[1], RegExp][] = [
    [
      'a locked node',
      locked,
      /is refused with 409, Node 1be26c0b is locked .* Try 2 of 31 follows in 2 s, the last one after 60 s at most$/,
    ],
    ['no conductor', fault(503, 'No conductor'), /is refused with 503, No conductor\. Try 2 of 31 /],
    ['a lost connection', drop, /failed: .*\. Try 2 of 3 follows in 0\.5 s, the last one after 2 s at most$/],
  ];
  for (const [what, reply, words] of waits) {
    it(`is logged once and told: ${what}`, async () => {
      const lines: string[] = [];
      const log: PluginLog = { ...silent, warn: (line: object | string) => void lines.push(String(line)) };
      const client = createIronic(ironicOptions(ironic.url), log, async () => undefined);
      ironic.on(GET, reply, reply, node);

      await withPatience(patient(100), () => client.getNode(NODE));
      await client.close?.();

      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(words).and.include(`Inspector waits for Ironic: GET ${ironic.url}/v1/nodes/`);
      expect(steps.map((step) => step?.slice(0, 16))).to.deep.equal(['waits for Ironic', undefined]);
    });
  }

  it('is said once for each kind of try, where tries consist of tries', async () => {
    const lines: string[] = [];
    const log: PluginLog = { ...silent, warn: (text: object | string) => void lines.push(String(text)) };
    const client = createIronic(ironicOptions(ironic.url), log, async () => undefined);
    await ironic.goAway();

    await failureOf(client.setBootDevice(NODE, 'pxe', false));
    await client.close?.();

    expect(lines.map((line) => /Try 2 of \d/.exec(line)?.[0])).to.deep.equal(['Try 2 of 3', 'Try 2 of 5']);
  });
});
