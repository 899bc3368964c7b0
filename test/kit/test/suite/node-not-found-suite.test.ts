import {
  defineNodeNotFoundHook,
  type BareMetal,
  type FoundNode,
  type IntrospectionData,
  type NodeNotFoundHookDefinition,
} from '@inspector/plugin-api';
import { member, textMember } from '@inspector/plugin-api/ramdisk-data';
import { expect } from 'chai';
import { NODE_UUID, nodeNotFoundSuite } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

const machine = (serial: string): IntrospectionData => ({ inventory: { serial } });
const serialOf = (data: IntrospectionData): string => textMember(member(data, 'inventory'), 'serial') ?? '';
const SETTING = {
  run: { data: machine('S1'), node: { name: 'S0' } },
  other: machine('S2'),
  unknown: machine(''),
};

type Enrol = (data: IntrospectionData, baremetal: BareMetal) => Promise<FoundNode | undefined>;

/** A node of its own for each serial number, created when it is first seen. */
const enrolling = (): Enrol => {
  const nodes = new Map<string, Promise<FoundNode>>();
  return async (data, baremetal) => {
    const serial = serialOf(data);
    if (serial === '') return undefined;
    const node = nodes.get(serial) ?? baremetal.createNode({ driver: 'fake-hardware', name: serial });
    nodes.set(serial, node);
    return { uuid: (await node).uuid };
  };
};
const hook = (make: () => Enrol, id = 'by_serial'): NodeNotFoundHookDefinition =>
  defineNodeNotFoundHook({
    id,
    setup({ baremetal }) {
      const enrol = make();
      return { nodeNotFound: (data) => enrol(data, baremetal) };
    },
  });

nodeNotFoundSuite({ describe, it, definition: hook(enrolling), ...SETTING });

const failuresWith = async (definition: NodeNotFoundHookDefinition, answers = true): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) => nodeNotFoundSuite({ ...functions, definition, ...SETTING, answers })),
  );

const WHAT = 'says what it is';
const EXISTS = 'returns a node that exists';
const UNKNOWN = 'has no node for machines it does not know';
const ONCE = 'has one node at most for one machine that posts three times at once';
const APART = 'keeps machines apart that post at once';
const JSON_LEFT = 'leaves data that are JSON';
const AWAY = 'returns nothing or fails with a code when the bare metal service is away';

describe('nodeNotFoundSuite', () => {
  const create: Enrol = async (data, baremetal) =>
    serialOf(data) === '' ? undefined : baremetal.createNode({ driver: 'fake-hardware' });

  const wrong: [string, string[], NodeNotFoundHookDefinition][] = [
    ['has no proper id', [WHAT], hook(enrolling, 'By Serial')],
    ['never has a node', [EXISTS, ONCE, APART], hook(() => async () => undefined)],
    [
      'answers the name of the node',
      [EXISTS],
      hook(() => {
        const enrol = enrolling();
        return async (data, baremetal) => (await enrol(data, baremetal)) && { uuid: serialOf(data) };
      }),
    ],
    ['has a node for everybody', [UNKNOWN, APART, AWAY], hook(() => async () => ({ uuid: NODE_UUID }))],
    ['creates a node for each post', [ONCE], hook(() => create)],
    [
      'puts what is no JSON into the data',
      [JSON_LEFT],
      hook(() => {
        const enrol = enrolling();
        return (data, baremetal) => {
          Object.assign(data, { seen: new Date(0) });
          return enrol(data, baremetal);
        };
      }),
    ],
    [
      'passes the error of its library on',
      [AWAY],
      hook(() => {
        const enrol = enrolling();
        return (data, baremetal) =>
          enrol(data, baremetal).catch(() => {
            throw new Error('ECONNREFUSED');
          });
      }),
    ],
  ];
  for (const [what, titles, definition] of wrong) {
    it(`finds a hook that ${what}`, async () => {
      expect(await failuresWith(definition)).to.deep.equal(titles);
    });
  }

  it('finds a hook that trusts the data', async () => {
    const trusting = hook(() => {
      const enrol = enrolling();
      return async (data, baremetal) => {
        const { serial } = data['inventory'] as { serial: string };
        return enrol(machine(serial), baremetal);
      };
    });
    expect(await failuresWith(trusting)).to.include.members([
      'survives no data at all',
      'survives an inventory that is null',
    ]);
  });

  it('accepts a hook that never has a node and says so', async () => {
    const logging = hook(() => async () => undefined);
    expect(
      failuresOf(
        await outcomesOf((functions) =>
          nodeNotFoundSuite({ ...functions, definition: logging, run: SETTING.run, answers: false }),
        ),
      ),
    ).to.deep.equal([]);
  });

  it('finds a hook that has a node although it says it never has', async () => {
    expect(await failuresWith(hook(enrolling), false)).to.include('has no node');
  });
});
