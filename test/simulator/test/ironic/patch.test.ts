import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const UUID = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e02';
type Patch = readonly { op: string; path?: string; value?: unknown }[];

describe('fake Ironic: patches of nodes', () => {
  let fake: FakeIronic;
  let ask: ReturnType<typeof asking>;

  beforeEach(async () => {
    fake = await startFakeIronic();
    ask = asking(fake);
    fake.addNode({
      uuid: UUID,
      name: 'one',
      extra: { list: [1, 2], text: 'abc' },
      properties: { cpus: '4' },
    });
    fake.addNode({ name: 'two' });
  });
  afterEach(() => fake.close());

  const accepted: [string, Patch, string, unknown][] = [
    ['adds a key', [{ op: 'add', path: '/properties/cpus', value: '8' }], 'properties.cpus', '8'],
    ['replaces a key', [{ op: 'replace', path: '/extra/text', value: 5 }], 'extra.text', 5],
    ['appends to a list', [{ op: 'add', path: '/extra/list/-', value: 3 }], 'extra.list', [1, 2, 3]],
    ['inserts into a list', [{ op: 'add', path: '/extra/list/0', value: 0 }], 'extra.list', [0, 1, 2]],
    ['removes from a list', [{ op: 'remove', path: '/extra/list/0' }], 'extra.list', [2]],
    ['empties an object field that is removed', [{ op: 'remove', path: '/extra' }], 'extra', {}],
    ['sets a name free', [{ op: 'remove', path: '/name' }], 'name', null],
    [
      'sees earlier operations in later ones',
      [
        { op: 'add', path: '/extra/a', value: {} },
        { op: 'add', path: '/extra/a/b', value: true },
      ],
      'extra.a',
      { b: true },
    ],
  ];
  for (const [what, patch, path, value] of accepted) {
    it(what, async () => {
      const reply = await ask('PATCH', `/v1/nodes/${UUID}`, patch);
      expect(reply.status, reply.fault).to.equal(200);
      expect(reply.body).to.have.deep.nested.property(path, value);
      expect(fake.nodes.get(UUID)).to.have.deep.nested.property(path, value);
    });
  }

  const refused: [string, unknown, string][] = [
    [
      'to remove what is not there',
      [{ op: 'remove', path: '/extra/none' }],
      "Couldn't apply patch '{'op': 'remove', 'path': '/extra/none'}'. Reason: can't remove a non-existent object 'none'",
    ],
    [
      'to replace what is not there',
      [{ op: 'replace', path: '/extra/none', value: 1 }],
      "can't replace a non-existent object 'none'",
    ],
    [
      'to add below a missing parent',
      [{ op: 'add', path: '/properties/a/b', value: 1 }],
      "Couldn't apply patch '{'op': 'add', 'path': '/properties/a/b', 'value': 1}'. Reason: member 'a' not found in {'cpus': '4'}",
    ],
    [
      'to insert behind the end',
      [{ op: 'add', path: '/extra/list/9', value: 1 }],
      "can't insert outside of list",
    ],
    [
      'a word as list index',
      [{ op: 'add', path: '/extra/list/x', value: 1 }],
      "'x' is not a valid sequence index",
    ],
    [
      'to add into a text',
      [{ op: 'add', path: '/extra/text/x', value: 1 }],
      "'x' is not a valid sequence index",
    ],
    [
      'to change the UUID',
      [{ op: 'add', path: '/uuid', value: 'x' }],
      'Cannot patch /uuid. Only the following can',
    ],
    [
      'to change power_state',
      [{ op: 'add', path: '/power_state', value: 'on' }],
      'Cannot patch /power_state.',
    ],
    [
      'an operation without path',
      [{ op: 'add', value: 1 }],
      "Schema error for patch: 'path' is a required property",
    ],
    ['a path without slash', [{ op: 'add', path: 'extra', value: 1 }], "'extra' does not match"],
    [
      'an escaped slash in a path',
      [{ op: 'add', path: '/extra/a~1b', value: 1 }],
      "'/extra/a~1b' does not match",
    ],
    [
      'op test',
      [{ op: 'test', path: '/name', value: 1 }],
      "'test' is not one of ['add', 'replace', 'remove']",
    ],
    [
      'an addition without value',
      [{ op: 'add', path: '/extra/x' }],
      "The operation does not contain a 'value' member",
    ],
    ['an object instead of a list', {}, "Schema error for patch: {} is not of type 'array'"],
    [
      'a text as properties',
      [{ op: 'add', path: '/properties', value: 'x' }],
      "'x' is not of type 'object', 'null'",
    ],
    ['words as number of CPUs', [{ op: 'add', path: '/properties/cpus', value: 'many' }], 'cpus=many'],
    ['an unknown driver', [{ op: 'replace', path: '/driver', value: 'abacus' }], 'supports driver abacus'],
    ['removing the driver', [{ op: 'remove', path: '/driver' }], "'driver' is a required property"],
  ];
  for (const [what, patch, text] of refused) {
    it(`refuses ${what} and changes nothing`, async () => {
      const before = structuredClone(fake.nodes.get(UUID));
      const reply = await ask('PATCH', `/v1/nodes/${UUID}`, patch);
      expect(reply.status).to.equal(400);
      expect(reply.fault).to.contain(text);
      expect(fake.nodes.get(UUID)).to.deep.equal(before);
    });
  }

  it('applies all of a patch or nothing', async () => {
    const patch = [
      { op: 'add', path: '/extra/first', value: 1 },
      { op: 'remove', path: '/extra/none' },
    ];
    expect((await ask('PATCH', `/v1/nodes/${UUID}`, patch)).status).to.equal(400);
    expect(fake.nodes.get(UUID)?.extra).to.not.have.property('first');
  });

  it('refuses a name that another node has', async () => {
    const reply = await ask('PATCH', `/v1/nodes/${UUID}`, [{ op: 'add', path: '/name', value: 'two' }]);
    expect(reply).to.include({ status: 409, fault: 'A node with name two already exists.' });
  });

  it('resets interfaces only together with the driver', async () => {
    fake.node(UUID)['boot_interface'] = 'ipxe';
    const other = await ask('PATCH', `/v1/nodes/${UUID}?reset_interfaces=True`, [
      { op: 'add', path: '/extra/x', value: 1 },
    ]);
    expect(other.fault).to.equal(
      "The reset_interfaces parameter can only be used when changing the node's driver.",
    );
    const driver = [{ op: 'add', path: '/driver', value: 'redfish' }];
    expect((await ask('PATCH', `/v1/nodes/${UUID}`, driver)).body).to.include({ boot_interface: 'ipxe' });
    expect((await ask('PATCH', `/v1/nodes/${UUID}?reset_interfaces=True`, driver)).body).to.include({
      boot_interface: 'fake',
      driver: 'redfish',
    });
  });
});
