import { expect } from 'chai';
import { pino } from 'pino';
import { type BareMetal, InspectorError, type NodeHandle } from '@inspector/plugin-api';
import { conclude } from '../../src/conductor/end-introspection.js';
import { handleOf, runHooks } from '../../src/conductor/process-data.js';
import { createHookRunner } from '../../src/hooks/hooks.js';
import { withIntrospection } from '../../src/introspection/with-introspection.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { conductorWorld, type ConductorWorld } from '../conductor/conductor-world.js';

const MAC = '52:54:00:00:00:01';

/** Everything that changes something, as a hook may use it. */
const USES: readonly ((node: NodeHandle) => unknown)[] = [
  (node) => node.patch([{ op: 'add', path: '/extra/late', value: 1 }]),
  (node) => node.patchPort(MAC, [{ op: 'add', path: '/extra/late', value: 1 }]),
  (node) => node.updateProperties({ late: 1 }),
  (node) => node.updateCapabilities({ late: '1' }),
  (node) => node.replaceField('/extra/late', () => 1, 0),
  (node) => node.flush(),
  (node) => node.addTrait('LATE'),
  (node) => node.removeTrait('LATE'),
  (node) => node.createPorts([MAC]),
  (node) => node.deletePort(MAC),
  (node) => node.setOption('late', 1),
  (node) => node.addAttribute('late', 'x'),
];

describe('a hook that ran into its time limit and goes on working', () => {
  let world: ConductorWorld;
  afterEach(() => world.close());

  it('changes nothing: neither the database nor the bare metal service hears of it', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const refused: (string | undefined)[] = [];
    let finished: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (finished = resolve));
    const instance = {
      async beforeUpdate(_: unknown, node: NodeHandle) {
        await node.addTrait('IN_TIME');
        await opened;
        for (const use of USES) {
          const error: unknown = await Promise.resolve()
            .then(() => use(node))
            .catch((reason: unknown) => reason);
          refused.push(InspectorError.is(error) ? error.code : String(use));
        }
        finished();
      },
    };
    const baremetal: Partial<BareMetal> = {
      patchNode: async (uuid) => ({ uuid }),
      listNodePorts: async () => [{ uuid: 'port', address: MAC }],
      addTrait: async () => undefined,
      removeTrait: async () => undefined,
      createPort: async ({ address }) => ({ uuid: 'new', address }),
      deletePort: async () => undefined,
    };
    world = await conductorWorld({}, {}, baremetal);
    const metrics = createMetrics();
    const hook = {
      ...{ name: 'slow', packageName: 'inspector-hook-slow' },
      ...{ definition: { id: 'slow', setup: () => instance }, instance },
    };
    const log = pino({ level: 'silent' });
    const runner = createHookRunner([hook], {
      timeoutSeconds: 0.05,
      metrics,
      log,
      whyDisabled: () => undefined,
    });
    const record = await world.record('processing');
    await withIntrospection(record.uuid, world.services, async (held) => {
      await held.read();
      const run = runner.begin({}, held.permit);
      const processing = { data: {}, held, run, handle: handleOf(held, world.services) };
      const conclusion = { data: {}, hookResults: run.results, done: 'done' };
      await conclude(held, conclusion, world.services, () => runHooks(processing, world.services));
    });
    const state = async () => [
      await world.now(record),
      await world.database.records.attributes(record.uuid),
      [...(await world.database.records.options(record.uuid))],
      await world.database.events.range(),
      [...world.asked],
    ];
    const before = await state();
    expect((await world.now(record))?.error).to.include('Hook slow took longer than 0.05 seconds');
    expect(world.asked).to.include(`addTrait ${record.uuid}`);

    open();
    await over;

    expect(refused).to.deep.equal(USES.map(() => 'INSP_PLUGIN_TIMEOUT'));
    expect(await state()).to.deep.equal(before);
  });
});
