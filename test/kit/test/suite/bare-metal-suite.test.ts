import { InspectorError, type BareMetal } from '@inspector/plugin-api';
import { expect } from 'chai';
import {
  bareMetalSuite,
  createMemoryIronic,
  memoryBareMetal,
  type BareMetalUnderTest,
  type MemoryIronic,
} from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';

type Change = (right: BareMetal, ironic: MemoryIronic, hasty: BareMetal) => Partial<BareMetal>;
type Call = (...details: unknown[]) => Promise<unknown>;

/** The service in memory, behind a line that can be cut and nodes that may be locked for a moment. */
function underTest(change: Change): BareMetalUnderTest {
  const ironic = createMemoryIronic();
  const memory = memoryBareMetal(ironic);
  const line = { isCut: false, isListingCut: false, isLocked: false };
  const hasty = changed(memory, (call, member) => async (...details) => {
    if (line.isCut || (line.isListingCut && member === 'listNodes')) throw UNREACHABLE;
    if (!line.isLocked) return call(...details);
    line.isLocked = false;
    throw LOCKED;
  });
  const right = changed(hasty, (call) => async (...details) => {
    try {
      return await call(...details);
    } catch (error) {
      if (error === LOCKED) return call(...details);
      throw error;
    }
  });
  const wrong = change(right, ironic, hasty);
  const baremetal = { ...right, ...wrong };
  return {
    baremetal,
    nodeFields: { driver: 'fake-hardware' },
    observer: {
      bootDevice: async (uuid) => ironic.fleet.hardware(uuid).bootDevice,
      powerState: async (uuid) => ironic.fleet.nodes.get(uuid)?.power_state ?? 'unknown',
      traits: async (uuid) => ironic.fleet.nodes.get(uuid)?.traits ?? [],
    },
    spoilPower: async (uuid) =>
      void (ironic.fleet.hardware(uuid).validation['power'] = { result: false, reason: 'no BMC' }),
    trouble: [{ name: 'locked', inflict: async () => void (line.isLocked = true) }],
    breakListing: async () => void (line.isListingCut = true),
    breakIt: async () => void (line.isCut = true),
    cleanUp: async () => undefined,
  };
}

const UNREACHABLE = new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'The line is cut');
const LOCKED = new InspectorError('INSP_BAREMETAL_REJECTED', 'The node is locked');

/** A service of whose calls each is replaced with what `change` makes of it. */
const changed = (service: BareMetal, change: (call: Call, member: string) => Call): BareMetal =>
  Object.fromEntries(
    Object.entries(service).map(([member, call]) => [member, change(call as Call, member)]),
  ) as unknown as BareMetal;

bareMetalSuite({ describe, it, name: 'bare metal in memory', create: async () => underTest(() => ({})) });

const failuresWith = async (change: Change): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) => bareMetalSuite({ ...functions, create: async () => underTest(change) })),
  );

const CREATES = 'creates a node and reads it by UUID and by name';
const MISSING = 'says that a node does not exist, in every call';
const LISTS = 'lists every node once with the fields asked for';
const WHOLE = 'never passes off part of a list as all';
const CHANGES = 'changes a node and returns it as it is then';
const REFUSES = 'refuses an impossible change as a whole, in the words of the service';
const PORTS = 'creates ports and finds them by node and by MAC';
const TAKEN = 'returns nothing when a MAC is taken, and leaves it where it is';
const PORT = 'changes a port and returns it as it is then';
const DELETES = 'deletes a port, and does not mind that it is gone';
const TRAITS = 'adds and removes traits, and does not mind that one is gone';
const POWER = 'says why the power of a node cannot be controlled';
const BOOTS = 'boots a machine from the network and switches it off';
const TROUBLE = 'gets over passing trouble by itself';
const AWAY = 'says that it cannot be reached';

describe('bareMetalSuite', () => {
  const coded = (code: 'INSP_BAREMETAL_REJECTED' | 'INSP_NODE_NOT_FOUND', text = 'refused') =>
    new InspectorError(code, text);

  const wrong: [string, string[], Change][] = [
    [
      'knows no names',
      [CREATES],
      (right) => ({
        getNode: async (id, fields) => {
          if (/^node-/.test(id)) throw coded('INSP_NODE_NOT_FOUND');
          return right.getNode(id, fields);
        },
      }),
    ],
    [
      'has no code for missing nodes',
      [MISSING],
      (right) => ({
        setPowerState: (uuid, target) =>
          right.setPowerState(uuid, target).catch(() => {
            throw coded('INSP_BAREMETAL_REJECTED');
          }),
      }),
    ],
    [
      'lists the first page',
      [LISTS],
      (right) => ({ listNodes: async (fields) => (await right.listNodes(fields)).slice(0, 10) }),
    ],
    [
      'lists without what was asked for',
      [LISTS],
      (right) => ({ listNodes: () => right.listNodes(['uuid']) }),
    ],
    [
      'answers what it has when a listing breaks off',
      [WHOLE, AWAY],
      (right) => ({ listNodes: (fields) => right.listNodes(fields).catch(() => []) }),
    ],
    [
      'answers a node as it was',
      [CHANGES],
      (right) => ({
        async patchNode(uuid, patch) {
          const before = await right.getNode(uuid);
          await right.patchNode(uuid, patch);
          return before;
        },
      }),
    ],
    [
      'makes changes one by one',
      [REFUSES],
      (right) => ({
        async patchNode(uuid, patch) {
          for (const operation of patch) await right.patchNode(uuid, [operation]);
          return right.getNode(uuid);
        },
      }),
    ],
    [
      'keeps the words of the service to itself',
      [REFUSES],
      (right) => ({
        patchNode: (uuid, patch) =>
          right.patchNode(uuid, patch).catch((error: unknown) => {
            if (InspectorError.is(error) && error.code === 'INSP_BAREMETAL_REJECTED') throw coded(error.code);
            throw error;
          }),
      }),
    ],
    [
      'gives MACs as they were written',
      [PORTS],
      (right) => ({
        async createPort(port) {
          const created = await right.createPort(port);
          return created && { ...created, address: port.address };
        },
      }),
    ],
    [
      'finds MACs in one spelling only',
      [PORTS],
      (right) => ({ findPorts: async (mac) => (/[A-F]/.test(mac) ? [] : right.findPorts(mac)) }),
    ],
    [
      'forgets the extra fields of ports',
      [PORTS],
      (right) => ({
        listPorts: async () => (await right.listPorts()).map(({ address }) => ({ address, extra: {} })),
      }),
    ],
    [
      'complains that a MAC is taken',
      [TAKEN],
      (right) => ({
        async createPort(port) {
          const created = await right.createPort(port);
          if (created === undefined) throw coded('INSP_BAREMETAL_REJECTED');
          return created;
        },
      }),
    ],
    [
      'moves a MAC that is taken',
      [TAKEN],
      (right) => ({
        async createPort(port) {
          const [taken] = await right.findPorts(port.address);
          if (taken !== undefined) await right.deletePort(taken.uuid);
          const created = await right.createPort(port);
          return taken === undefined ? created : undefined;
        },
      }),
    ],
    [
      'swallows what is refused about ports',
      [PORT],
      (right) => ({
        patchPort: (uuid, patch) =>
          right.patchPort(uuid, patch).catch(() => ({ uuid, address: '52:54:00:00:00:01' })),
      }),
    ],
    [
      'minds that a port is gone',
      [DELETES],
      (right, { fleet }) => ({
        async deletePort(uuid) {
          if (!fleet.ports.has(uuid)) throw coded('INSP_BAREMETAL_REJECTED');
          await right.deletePort(uuid);
        },
      }),
    ],
    [
      'minds that a trait is gone',
      [TRAITS],
      (right, { fleet }) => ({
        async removeTrait(uuid, trait) {
          if (!fleet.nodes.get(uuid)?.traits.includes(trait)) throw coded('INSP_BAREMETAL_REJECTED');
          await right.removeTrait(uuid, trait);
        },
      }),
    ],
    ['forgets traits', [TRAITS], () => ({ addTrait: async () => undefined })],
    [
      'believes in all power',
      [POWER],
      (right) => ({ validatePower: async (uuid) => ({ ok: (await right.getNode(uuid)).uuid === uuid }) }),
    ],
    [
      'does not say what is wrong with power',
      [POWER],
      (right) => ({ validatePower: async (uuid) => ({ ok: (await right.validatePower(uuid)).ok }) }),
    ],
    ['leaves the boot device alone', [BOOTS], () => ({ setBootDevice: async () => undefined })],
    [
      'switches everything on',
      [BOOTS],
      (right) => ({ setPowerState: (uuid) => right.setPowerState(uuid, 'rebooting') }),
    ],
    [
      'gives up at once',
      [TROUBLE],
      (_right, _ironic, hasty) => ({ patchNode: (uuid, patch) => hasty.patchNode(uuid, patch) }),
    ],
    [
      'has no code for a line that is cut',
      [AWAY],
      (right) => ({
        getNode: (id, fields) =>
          right.getNode(id, fields).catch((error: unknown) => {
            const isCut = InspectorError.is(error) && error.code === 'INSP_BAREMETAL_UNREACHABLE';
            throw isCut ? new Error('ECONNREFUSED') : error;
          }),
      }),
    ],
  ];
  for (const [what, titles, change] of wrong) {
    it(`finds a service that ${what}`, async () => {
      expect(await failuresWith(change)).to.deep.equal(titles);
    });
  }
});
