import { expect } from 'chai';
import type { BareMetal, NodeHandle } from '@inspector/plugin-api';
import { handleOf, runHooks, runRules } from '../../src/conductor/process-data.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import { MemoryBackend } from '../storage/memory-backend.js';
import { withIntrospection } from '../../src/introspection/with-introspection.js';
import { conductorWorld, fakeHooks, type ConductorWorld } from './conductor-world.js';

const change = (name: string) => ({ op: 'add', path: `/extra/${name}`, value: 1 }) as const;
const broken = (text: string) => (): never => {
  throw new Error(text);
};

describe('the processing of data', () => {
  let world: ConductorWorld;
  let steps: string[];
  afterEach(() => world.close());

  /** Processes data with hooks and rules that each make a change and then do what they are told. */
  const run = async (
    { hooks = () => undefined, rules = () => undefined }: { hooks?: () => void; rules?: () => void },
    patchNode: (paths: string) => void = () => undefined,
  ) => {
    steps = [];
    const step = (name: string, node: NodeHandle, then: () => void): void => {
      node.patch([change(name)]);
      then();
    };
    const changes: Partial<ConductorServices> = {
      hooks: fakeHooks(async (node) => step('hooks', node, hooks)),
      rules: { apply: async (_, node) => step('rules', node, rules) },
      storage: Object.assign(new MemoryBackend(), {
        save: async (_: string, text: string, processed: boolean) =>
          void steps.push(`save ${text} ${String(processed)}`),
      }),
    };
    const baremetal: Partial<BareMetal> = {
      patchNode: async (uuid, operations) => {
        const paths = operations.map(({ path }) => path).join();
        steps.push(`patch ${paths}`);
        patchNode(paths);
        return { uuid };
      },
    };
    world = await conductorWorld({}, changes, baremetal);
    const { services } = world;
    const record = await world.record('processing');
    const data = { a: 1, logs: 'x' };
    const work = withIntrospection(record.uuid, services, async (held) => {
      await held.read();
      const run = services.hooks.begin(data, held.permit);
      const processing = { data, held, run, handle: handleOf(held, services) };
      await runHooks(processing, services);
      steps.push('between');
      await runRules(processing, services);
    });
    return work.then(
      () => undefined,
      (error: Error) => error.message,
    );
  };

  it('sends the changes of the hooks, keeps what they made, and sends those of the rules', async () => {
    expect(await run({})).to.equal(undefined);
    expect(steps).to.deep.equal(['patch /extra/hooks', 'save {"a":1} true', 'between', 'patch /extra/rules']);
  });

  it('sends what was changed before a hook failed, and goes no further', async () => {
    expect(await run({ hooks: broken('no disks') })).to.equal('no disks');
    expect(steps).to.deep.equal(['patch /extra/hooks']);
  });

  it('sends what was changed before a rule failed', async () => {
    expect(await run({ rules: broken('too small') })).to.equal('too small');
    expect(steps.at(-1)).to.equal('patch /extra/rules');
  });

  it('tells of the first failure when the changes before it cannot be sent either', async () => {
    expect(await run({ hooks: broken('no disks') }, broken('no Ironic'))).to.equal('no disks');
    expect(world.lines.join('')).to.include('changes made before the failure were not sent: no Ironic');
  });

  it('fails when the changes cannot be sent', async () => {
    expect(await run({}, broken('no Ironic'))).to.equal('no Ironic');
    expect(steps).to.deep.equal(['patch /extra/hooks']);
  });
});
