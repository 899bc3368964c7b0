import { expect } from 'chai';
import type { BareMetal } from '@inspector/plugin-api';
import { fault, ScriptedIronic } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const PORT = '9a3c1f0e-5b7d-4a86-8c2f-0e1d2c3b4a59';
const name = [{ op: 'add', path: '/name', value: 'taken' }] as const;

/** What Ironic says about conflicts that stay, and the calls that meet them. */
const STAY: readonly [
  what: string,
  request: string,
  words: string,
  call: (i: BareMetal) => Promise<unknown>,
][] = [
  [
    'a name that is taken',
    `PATCH /v1/nodes/${NODE}`,
    'A node with name taken already exists.',
    (i) => i.patchNode(NODE, name),
  ],
  [
    'a new node with a name that is taken',
    'POST /v1/nodes',
    'A node with name taken already exists.',
    (i) => i.createNode({ name: 'taken' }),
  ],
  [
    'a port that gets the MAC of another',
    `PATCH /v1/ports/${PORT}`,
    'A port with MAC address 52:54:00:aa:bb:cc already exists.',
    (i) => i.patchPort(PORT, [{ op: 'replace', path: '/address', value: '52:54:00:aa:bb:cc' }]),
  ],
  [
    'a trait',
    `PUT /v1/nodes/${NODE}/traits/CUSTOM_A`,
    'Cannot change the traits of an instance.',
    (i) => i.addTrait(NODE, 'CUSTOM_A'),
  ],
  [
    'an instance on the node',
    `PUT /v1/nodes/${NODE}/states/power`,
    `Node ${NODE} is associated with instance 5.`,
    (i) => i.setPowerState(NODE, 'power off', 5),
  ],
];

describe('conflicts', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  for (const [what, request, words, call] of STAY) {
    it(`fails at once with the words of Ironic: ${what}`, async () => {
      ironic.on(request, fault(409, words));

      const error = await failureOf(call(ironic.client()));

      expect(error.message).to.include(words);
      expect(error.cause).to.deep.equal({ httpStatus: 409, fault: words });
      expect(ironic.calls).to.deep.equal([request]);
      expect(ironic.waits).to.deep.equal([]);
    });
  }

  for (const words of [
    `Node ${NODE} is locked by host localhost, please retry after the current operation is completed.`,
    `Node ${NODE} can not be updated while a state transition is in progress.`,
  ]) {
    it(`waits for a node that is held for a while: ${words.slice(42)}`, async () => {
      ironic.on(`PATCH /v1/nodes/${NODE}`, fault(409, words), { body: { uuid: NODE } });

      await ironic.client().patchNode(NODE, name);

      expect(ironic.waits).to.deep.equal([2000]);
    });
  }

  it('says of a node that stays locked that this would have passed', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}`, fault(409, 'Node is locked by host a'));

    const error = await failureOf(ironic.client({ maxRetries: 1 }).patchNode(NODE, name));

    expect(error.cause).to.have.property('locked', true);
  });

  it('asks once for a trait that Ironic does not allow', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/traits/custom_a`, fault(400, 'Invalid trait'));

    await failureOf(ironic.client().addTrait(NODE, 'custom_a'));

    expect(ironic.calls).to.have.length(1);
  });
});
