import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import type { BareMetal, BareMetalFailure, BareMetalNode, JsonObject } from '@inspector/plugin-api';
import { rejection } from './rejection.js';
import type { DescribeAndIt } from './test-functions.js';
import { machineMac } from './wanted-states.js';
import { notRun, skipping } from './not-run.js';

/** A bare metal service with what its tests need around it. */
export interface BareMetalUnderTest {
  readonly baremetal: BareMetal;
  /** Fields with which the service creates a node whose power can be controlled, such as `{ driver: … }`. */
  readonly nodeFields: JsonObject;
  /** Looks at machines themselves, past the plugin; what is not given is not looked at. */
  readonly observer?: {
    bootDevice?(uuid: string): Promise<string>;
    /** `power on` or `power off`. */
    powerState?(uuid: string): Promise<string>;
    traits?(uuid: string): Promise<readonly string[]>;
  };
  /** Makes the power of a node uncontrollable: `validatePower` has to say so. */
  spoilPower?(uuid: string): Promise<void>;
  /** Passing faults of the service that no caller must notice; each is inflicted once before a call. */
  readonly trouble?: readonly { readonly name: string; inflict(uuid: string): Promise<void> }[];
  /** Makes every listing of nodes break off after its first part from now on. */
  breakListing?(): Promise<void>;
  /** Takes the service away from now on. */
  breakIt?(): Promise<void>;
  /** Releases everything; called once, after the service was closed. */
  cleanUp(): Promise<void>;
}

/** What {@link bareMetalSuite} works with. */
export interface BareMetalSuiteOptions extends DescribeAndIt {
  /** Name in the title; default `bare metal service`. */
  readonly name?: string;
  /**
   * Makes the service, called for each test. It may have other nodes. If it lists in parts, let these be of 10 nodes or
   * fewer.
   */
  create(): Promise<BareMetalUnderTest>;
}

/** Enough nodes for three parts of a listing. */
const MANY = 25;
const MACS = 0x1000000;
const NOBODY = '0d1f4f9a-5b8e-4d0a-9a53-2f61c7f3a9b5';

/**
 * Defines the tests every bare metal service has to pass: what was created, changed or deleted is so when the call ends,
 * each kind of failure has its code, listings are whole, and passing trouble stays inside.
 */
export function bareMetalSuite({
  describe,
  it,
  create,
  name = 'bare metal service',
}: BareMetalSuiteOptions): void {
  const test = (title: string, body: (under: BareMetalUnderTest) => Promise<void>): void =>
    void skipping(it)(title, () => withFresh(create, body));

  describe(`${name}: conformance`, () => {
    test('creates a node and reads it by UUID and by name', async ({ baremetal, nodeFields }) => {
      const label = `node-${randomUUID().slice(0, 8)}`;
      const { uuid } = await baremetal.createNode({ ...nodeFields, name: label, extra: { rack: 7 } });
      for (const id of [uuid, label]) {
        const node = await baremetal.getNode(id);
        assert.deepEqual([node.uuid, node.name, node.extra], [uuid, label, { rack: 7 }]);
      }
      const { extra } = await baremetal.getNode(uuid, ['uuid', 'extra']);
      assert.deepEqual(extra, { rack: 7 }, 'a field that was asked for');
    });

    test('says that a node does not exist, in every call', async ({ baremetal }) => {
      for (const [what, call] of Object.entries({
        getNode: () => baremetal.getNode(NOBODY),
        'getNode by name': () => baremetal.getNode('nobody', ['uuid']),
        patchNode: () => baremetal.patchNode(NOBODY, [{ op: 'add', path: '/extra/a', value: 1 }]),
        validatePower: () => baremetal.validatePower(NOBODY),
        setPowerState: () => baremetal.setPowerState(NOBODY, 'power off'),
        listNodePorts: () => baremetal.listNodePorts(NOBODY),
      })) {
        await rejection(call(), 'INSP_NODE_NOT_FOUND', what);
      }
    });

    test('lists every node once with the fields asked for', async ({ baremetal, nodeFields }) => {
      const uuids = await createMany(baremetal, nodeFields);
      const listed = await baremetal.listNodes(['uuid', 'extra']);
      const nodes = listed.filter(({ uuid }) => uuids.includes(uuid));
      assert.deepEqual(nodes.map(({ uuid }) => uuid).sort(), uuids.toSorted());
      assert.deepEqual(
        numbersOf(nodes),
        Array.from({ length: MANY }, (_, number) => number),
      );
    });

    test('never passes off part of a list as all', async ({ baremetal, nodeFields, breakListing }) => {
      if (breakListing === undefined) notRun('breakListing');
      await createMany(baremetal, nodeFields);
      await breakListing();
      const answer = await baremetal.listNodes(['uuid']).catch(() => undefined);
      assert.equal(answer, undefined, `it listed ${answer?.length ?? 0} of ${MANY} nodes`);
    });

    test('changes a node and returns it as it is then', async ({ baremetal, nodeFields }) => {
      const { uuid } = await baremetal.createNode({ ...nodeFields, extra: { old: 1, list: ['a'] } });
      const patched = await baremetal.patchNode(uuid, [
        { op: 'add', path: '/extra/new', value: { deep: [1, 'ß'] } },
        { op: 'replace', path: '/extra/list', value: ['b'] },
        { op: 'remove', path: '/extra/old' },
        { op: 'add', path: '/properties/cpus', value: '8' },
      ]);
      for (const node of [patched, await baremetal.getNode(uuid)]) {
        assert.deepEqual(node.extra, { list: ['b'], new: { deep: [1, 'ß'] } });
        assert.equal(node.properties?.['cpus'], '8');
      }
    });

    test('refuses an impossible change as a whole, in the words of the service', async (under) => {
      const { baremetal, nodeFields } = under;
      const { uuid } = await baremetal.createNode({ ...nodeFields, extra: {} });
      const refused = baremetal.patchNode(uuid, [
        { op: 'add', path: '/extra/half', value: 1 },
        { op: 'remove', path: '/extra/is-not-there' },
      ]);
      const { cause, message } = await rejection(refused, 'INSP_BAREMETAL_REJECTED', 'patchNode');
      const { httpStatus, fault }: Partial<BareMetalFailure> = cause ?? {};
      assert.ok(Number.isInteger(httpStatus), 'cause.httpStatus');
      assert.ok(typeof fault === 'string' && fault !== '', 'cause.fault');
      assert.ok(message.includes(fault), `"${message}" does not have the words of the service: ${fault}`);
      assert.deepEqual((await baremetal.getNode(uuid)).extra, {}, 'half of the change was made');
    });

    test('creates ports and finds them by node and by MAC', async ({ baremetal, nodeFields }) => {
      const { uuid } = await baremetal.createNode(nodeFields);
      const [mac, extra] = [freshMac(), { 'client-id': 'ff:00' }];
      const port = { node_uuid: uuid, address: mac.toUpperCase(), pxe_enabled: false, extra };
      const created = await baremetal.createPort(port);
      assert.equal(created?.address, mac, 'a MAC has lower case and colons');
      const [listed, ...others] = await baremetal.listNodePorts(uuid);
      assert.deepEqual(others, []);
      assert.deepEqual([listed?.address, listed?.pxe_enabled, listed?.extra], [mac, false, extra]);
      for (const spelling of [mac, mac.toUpperCase()]) {
        const found = await baremetal.findPorts(spelling);
        assert.deepEqual(
          found.map((one) => [one.uuid, one.node_uuid]),
          [[created.uuid, uuid]],
        );
      }
      assert.deepEqual(await baremetal.findPorts(freshMac()), []);
      const all = (await baremetal.listPorts()).filter(({ address }) => address === mac);
      assert.deepEqual(
        all.map((one) => one.extra),
        [extra],
      );
    });

    test('returns nothing when a MAC is taken, and leaves it where it is', async ({
      baremetal,
      nodeFields,
    }) => {
      const owner = await baremetal.createNode(nodeFields);
      const other = await baremetal.createNode(nodeFields);
      const port = { address: freshMac(), pxe_enabled: true, extra: {} };
      await baremetal.createPort({ ...port, node_uuid: owner.uuid });
      for (const { uuid } of [owner, other]) {
        assert.equal(await baremetal.createPort({ ...port, node_uuid: uuid }), undefined);
      }
      assert.equal((await baremetal.findPorts(port.address))[0]?.node_uuid, owner.uuid);
    });

    test('changes a port and returns it as it is then', async ({ baremetal, nodeFields }) => {
      const { uuid: node_uuid } = await baremetal.createNode(nodeFields);
      const port = await baremetal.createPort({
        node_uuid,
        address: freshMac(),
        pxe_enabled: false,
        extra: {},
      });
      const patch = [{ op: 'replace', path: '/pxe_enabled', value: true }] as const;
      assert.equal((await baremetal.patchPort(port?.uuid ?? '', patch)).pxe_enabled, true);
      assert.equal((await baremetal.listNodePorts(node_uuid))[0]?.pxe_enabled, true);
      const impossible = [{ op: 'remove', path: '/extra/is-not-there' }] as const;
      await rejection(
        baremetal.patchPort(port?.uuid ?? '', impossible),
        'INSP_BAREMETAL_REJECTED',
        'patchPort',
      );
    });

    test('deletes a port, and does not mind that it is gone', async ({ baremetal, nodeFields }) => {
      const { uuid: node_uuid } = await baremetal.createNode(nodeFields);
      const port = await baremetal.createPort({
        node_uuid,
        address: freshMac(),
        pxe_enabled: true,
        extra: {},
      });
      await baremetal.deletePort(port?.uuid ?? '');
      assert.deepEqual(await baremetal.listNodePorts(node_uuid), []);
      await baremetal.deletePort(port?.uuid ?? '');
    });

    test('adds and removes traits, and does not mind that one is gone', async ({
      baremetal,
      nodeFields,
      observer,
    }) => {
      const { uuid } = await baremetal.createNode(nodeFields);
      await baremetal.addTrait(uuid, 'CUSTOM_ONE');
      await baremetal.addTrait(uuid, 'CUSTOM_TWO');
      await baremetal.removeTrait(uuid, 'CUSTOM_ONE');
      await baremetal.removeTrait(uuid, 'CUSTOM_ONE');
      const traits = await observer?.traits?.(uuid);
      if (traits !== undefined) assert.deepEqual(traits, ['CUSTOM_TWO']);
    });

    test('says that the power of a node can be controlled', async ({ baremetal, nodeFields }) => {
      const { uuid } = await baremetal.createNode(nodeFields);
      assert.equal((await baremetal.validatePower(uuid)).ok, true);
    });

    test('says why the power of a node cannot be controlled', async (under) => {
      const { baremetal, nodeFields, spoilPower } = under;
      if (spoilPower === undefined) notRun('spoilPower');
      const { uuid } = await baremetal.createNode(nodeFields);
      await spoilPower(uuid);
      const { ok, reason = '' } = await baremetal.validatePower(uuid);
      assert.equal(ok, false);
      assert.notEqual(reason.trim(), '', 'without a reason');
    });

    test('boots a machine from the network and switches it off', async ({
      baremetal,
      nodeFields,
      observer = {},
    }) => {
      const { uuid } = await baremetal.createNode(nodeFields);
      await baremetal.setBootDevice(uuid, 'pxe', false);
      assert.equal((await observer.bootDevice?.(uuid)) ?? 'pxe', 'pxe');
      for (const [target, state] of [
        ['rebooting', 'power on'],
        ['power off', 'power off'],
      ] as const) {
        await baremetal.setPowerState(uuid, target);
        assert.equal((await observer.powerState?.(uuid)) ?? state, state, target);
      }
    });

    skipping(it)('gets over passing trouble by itself', async () => {
      const names = await withFresh(create, async ({ trouble = [] }) => trouble.map((one) => one.name));
      if (names.length === 0) notRun('trouble');
      for (const [index, what] of names.entries()) {
        await withFresh(create, async ({ baremetal, nodeFields, trouble = [] }) => {
          const { uuid } = await baremetal.createNode(nodeFields);
          await trouble[index]?.inflict(uuid);
          const patch = [{ op: 'add', path: '/extra/done', value: what }] as const;
          await baremetal.patchNode(uuid, patch);
          await trouble[index]?.inflict(uuid);
          assert.equal((await baremetal.getNode(uuid)).extra?.['done'], what, what);
        });
      }
    });

    test('says that it cannot be reached', async ({ baremetal, nodeFields, breakIt }) => {
      if (breakIt === undefined) notRun('breakIt');
      const { uuid } = await baremetal.createNode(nodeFields);
      await breakIt();
      for (const [what, call] of Object.entries({
        getNode: () => baremetal.getNode(uuid),
        listNodes: () => baremetal.listNodes(['uuid']),
        patchNode: () => baremetal.patchNode(uuid, [{ op: 'add', path: '/extra/a', value: 1 }]),
        createNode: () => baremetal.createNode(nodeFields),
      })) {
        await rejection(call(), 'INSP_BAREMETAL_UNREACHABLE', what);
      }
    });
  });
}

const freshMac = (): string => machineMac(randomInt(MACS));

async function createMany(baremetal: BareMetal, fields: JsonObject): Promise<string[]> {
  const uuids: string[] = [];
  for (let number = 0; number < MANY; number++) {
    uuids.push((await baremetal.createNode({ ...fields, extra: { number } })).uuid);
  }
  return uuids;
}

const numbersOf = (nodes: readonly BareMetalNode[]): number[] =>
  nodes.map(({ extra }) => Number(extra?.['number'])).sort((left, right) => left - right);

async function withFresh<Result>(
  create: () => Promise<BareMetalUnderTest>,
  use: (under: BareMetalUnderTest) => Promise<Result>,
): Promise<Result> {
  const under = await create();
  try {
    return await use(under);
  } finally {
    await under.baremetal.close?.();
    await under.cleanUp();
  }
}
