import assert from 'node:assert/strict';
import {
  InspectorError,
  type BareMetal,
  type FoundNode,
  type IntrospectionData,
  type NodeNotFoundHookDefinition,
} from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import { createWorld, type WorldOptions } from '../node/world.js';
import { createContext, type ContextOptions } from '../plugin/context.js';
import { HOSTILE_DATA } from './hostile-data.js';
import type { DescribeAndIt } from './test-functions.js';
import { notRun, skipping } from './not-run.js';

/** A machine that look-up does not find, and the world it appears in. */
export interface NodeNotFoundRun extends WorldOptions, Pick<ContextOptions, 'options' | 'service'> {
  /** The posted data after the processing hooks. */
  readonly data: IntrospectionData;
}

/** What {@link nodeNotFoundSuite} works with. */
export interface NodeNotFoundSuiteOptions<Options> extends DescribeAndIt {
  readonly definition: NodeNotFoundHookDefinition<Options>;
  /** A machine for which the hook has a node. */
  readonly run: NodeNotFoundRun;
  /** false: the hook never has a node, also not for that machine. Default true. */
  readonly answers?: boolean;
  /** Data of another machine that gets a node of its own in the same world. */
  readonly other?: IntrospectionData;
  /** Data of a machine it must not have a node for. */
  readonly unknown?: IntrospectionData;
}

type Post = (data: IntrospectionData) => Promise<FoundNode | undefined>;

/** A hook at work with the bare metal service it works on. */
interface Site {
  readonly baremetal: BareMetal;
  readonly post: Post;
}

/**
 * Defines the tests every node-not-found hook has to pass: it returns a node that exists, the same one for the same
 * machine also when posts arrive together, and any data end in a result or a coded error.
 */
export function nodeNotFoundSuite<Options>(suite: NodeNotFoundSuiteOptions<Options>): void {
  const { describe, definition, run, answers = true, other, unknown } = suite;
  const it = skipping(suite.it);
  const { data, options, service, ...worldOptions } = run;
  const copy = (): IntrospectionData => structuredClone(data);
  const at = async (
    work: (site: Site) => Promise<void>,
    change: (baremetal: BareMetal) => BareMetal = (same) => same,
  ): Promise<void> => {
    const world = createWorld(worldOptions);
    const baremetal = change(world.baremetal);
    const given = { ...(options ? { options } : {}), ...(service ? { service } : {}) };
    const context = createContext<Options>(definition, { ...given, log: world.log, baremetal });
    const hook = await definition.setup(context);
    try {
      await work({ baremetal, post: async (posted) => hook.nodeNotFound(posted) });
    } finally {
      await hook.close?.();
    }
  };

  describe(`node-not-found hook ${definition.id}: conformance`, () => {
    it('says what it is', async () => {
      assert.match(definition.id, /^[a-z0-9][a-z0-9_-]*$/, 'id');
    });

    it(answers ? 'returns a node that exists' : 'has no node', () =>
      at(async ({ post, baremetal }) => {
        const found = await post(copy());
        assert.equal(found !== undefined, answers, `it returned ${writeJson(found)}`);
        if (found !== undefined) await expectExisting(found, baremetal);
      }),
    );

    it('has no node for machines it does not know', () =>
      at(async ({ post }) => {
        if (unknown === undefined) notRun('unknown');
        assert.equal(await post(structuredClone(unknown)), undefined);
      }));

    it('has one node at most for one machine that posts three times at once', () =>
      at(async ({ post, baremetal }) => {
        const before = await baremetal.listNodes(['uuid']);
        const nodes = await settled([post(copy()), post(copy()), post(copy())]);
        assert.ok(new Set(nodes).size <= 1, `it returned ${nodes.join(', ')}`);
        assert.equal(nodes.length > 0, answers, 'none of the posts got a node');
        const after = await baremetal.listNodes(['uuid']);
        assert.ok(after.length <= before.length + 1, `${after.length - before.length} nodes were created`);
      }));

    it('keeps machines apart that post at once', () =>
      at(async ({ post }) => {
        if (other === undefined) notRun('other');
        const [one, another] = await Promise.all([post(copy()), post(structuredClone(other))]);
        assert.ok(one && another, 'one of the machines got no node');
        assert.notEqual(one.uuid, another.uuid, 'both machines got the same node');
      }));

    it('leaves data that are JSON', () =>
      at(async ({ post }) => {
        const left = structuredClone(data);
        await settled([post(left)]);
        assert.deepEqual(readJson(writeJson(left)), left);
      }));

    it('returns nothing or fails with a code when the bare metal service is away', () =>
      at(
        async ({ post }) => {
          assert.deepEqual(await settled([post(copy())]), [], 'it returned a node');
        },
        (baremetal) => unreachable(baremetal),
      ));

    for (const [name, posted] of Object.entries(HOSTILE_DATA)) {
      it(`survives ${name}`, () =>
        at(async ({ post, baremetal }) => {
          for (const uuid of await settled([post(structuredClone(posted))]))
            await expectExisting({ uuid }, baremetal);
          assert.equal(Object.keys(Object.prototype).length, 0, 'Object.prototype was changed');
        }));
    }
  });
}

/** UUIDs of the nodes that were returned. Coded errors are results too; any other error is a defect and is thrown on. */
async function settled(posts: readonly Promise<FoundNode | undefined>[]): Promise<string[]> {
  const uuids: string[] = [];
  for (const result of await Promise.allSettled(posts)) {
    if (result.status === 'fulfilled') uuids.push(...(result.value ? [result.value.uuid] : []));
    else if (!InspectorError.is(result.reason)) throw result.reason;
  }
  return uuids;
}

async function expectExisting({ uuid }: FoundNode, baremetal: BareMetal): Promise<void> {
  const node = await baremetal.getNode(uuid, ['uuid']).catch((error: unknown) => {
    throw new assert.AssertionError({ message: `the node it returned cannot be read: ${String(error)}` });
  });
  assert.equal(node.uuid, uuid, 'the result has to be the UUID of the node');
}

/** The service as it is when there is no connection to it. */
function unreachable(baremetal: BareMetal): BareMetal {
  const fail = async (): Promise<never> => {
    throw new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'The bare metal service does not answer');
  };
  return new Proxy(baremetal, { get: () => fail });
}
