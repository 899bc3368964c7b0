import { expect } from 'chai';
import type { BareMetal } from '@inspector/plugin-api';
import { drop, fault, hang, locked, ScriptedIronic, type Reply } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const PORT = '9a3c1f0e-5b7d-4a86-8c2f-0e1d2c3b4a59';
const MAC = '52:54:00:aa:bb:cc';
const node: Reply = { body: { uuid: NODE } };
const port: Reply = { body: { uuid: PORT, address: MAC } };
const add = [{ op: 'add', path: '/extra/a', value: 1 }] as const;

/** Every call of the API: what it sends and what an accepting service answers. */
const CALLS: readonly [
  name: string,
  request: string,
  success: Reply,
  (ironic: BareMetal) => Promise<unknown>,
][] = [
  ['reading a node', `GET /v1/nodes/${NODE}`, node, (i) => i.getNode(NODE)],
  ['listing nodes', 'GET /v1/nodes?fields=uuid', { body: { nodes: [] } }, (i) => i.listNodes(['uuid'])],
  [
    'validating',
    `GET /v1/nodes/${NODE}/validate`,
    { body: { power: { result: true } } },
    (i) => i.validatePower(NODE),
  ],
  [
    'the boot device',
    `PUT /v1/nodes/${NODE}/management/boot_device`,
    { status: 204 },
    (i) => i.setBootDevice(NODE, 'pxe', false),
  ],
  ['power', `PUT /v1/nodes/${NODE}/states/power`, { status: 202 }, (i) => i.setPowerState(NODE, 'rebooting')],
  ['patching a node', `PATCH /v1/nodes/${NODE}`, node, (i) => i.patchNode(NODE, add)],
  ['creating a node', 'POST /v1/nodes', node, (i) => i.createNode({ driver: 'ipmi' })],
  [
    'a new trait',
    `PUT /v1/nodes/${NODE}/traits/CUSTOM_A`,
    { status: 204 },
    (i) => i.addTrait(NODE, 'CUSTOM_A'),
  ],
  [
    'removing a trait',
    `DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`,
    { status: 204 },
    (i) => i.removeTrait(NODE, 'CUSTOM_A'),
  ],
  [
    'ports of a node',
    `GET /v1/ports/detail?node=${NODE}`,
    { body: { ports: [] } },
    (i) => i.listNodePorts(NODE),
  ],
  ['all ports', 'GET /v1/ports?fields=address%2Cextra', { body: { ports: [] } }, (i) => i.listPorts()],
  [
    'who has a MAC',
    `GET /v1/ports?address=${encodeURIComponent(MAC)}&fields=uuid%2Cnode_uuid`,
    { body: { ports: [] } },
    (i) => i.findPorts(MAC),
  ],
  [
    'creating a port',
    'POST /v1/ports',
    port,
    (i) => i.createPort({ node_uuid: NODE, address: MAC, pxe_enabled: true, extra: {} }),
  ],
  ['patching a port', `PATCH /v1/ports/${PORT}`, port, (i) => i.patchPort(PORT, add)],
  ['deleting a port', `DELETE /v1/ports/${PORT}`, { status: 204 }, (i) => i.deletePort(PORT)],
];

describe('what is tried again', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  for (const [name, request, success, call] of CALLS) {
    it(`${name}: waits while the node is locked or no conductor is there`, async () => {
      ironic.on(request, locked, fault(503, 'No conductor'), locked, success);

      await call(ironic.client());

      expect(ironic.calls).to.deep.equal([request, request, request, request]);
      expect(ironic.waits).to.deep.equal([2000, 2000, 2000]);
    });
  }

  it('gives up on a locked node after the configured number of retries', async () => {
    ironic.on(`PATCH /v1/nodes/${NODE}`, locked);

    const error = await failureOf(ironic.client({ maxRetries: 3, retryInterval: 0.25 }).patchNode(NODE, add));

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.cause).to.have.property('httpStatus', 409);
    expect(error.message).to.include('is locked by host localhost');
    expect(ironic.calls).to.have.length(4);
    expect(ironic.waits).to.deep.equal([250, 250, 250]);
  });

  it('takes the numbers of statusCodeRetries where they are set', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, locked);

    await failureOf(ironic.client({ statusCodeRetries: 1, statusCodeRetryDelay: 7 }).getNode(NODE));

    expect(ironic.waits).to.deep.equal([7000]);
  });

  const patient: readonly string[] = ['the boot device', 'a new trait', 'all ports', 'deleting a port'];
  for (const [name, request, success, call] of CALLS) {
    const attempts = patient.includes(name) ? 5 : 1;
    it(`${name}: makes ${String(attempts)} attempt${attempts > 1 ? 's a second apart' : ''} on other errors`, async () => {
      ironic.on(request, fault(500, 'out of order'));

      const error = await failureOf(call(ironic.client()));

      expect(error.message).to.equal(
        `Server Error for url: ${ironic.url}${request.split(' ')[1] ?? ''}, out of order`,
      );
      expect(ironic.calls).to.have.length(attempts);
      expect(ironic.waits).to.deep.equal(Array(attempts - 1).fill(1000));
    });
    if (attempts === 1) continue;
    it(`${name}: succeeds with the last attempt`, async () => {
      const error = fault(500, 'out of order');
      ironic.on(request, error, error, error, error, success);

      await call(ironic.client());

      expect(ironic.calls).to.have.length(5);
    });
  }

  it('makes as many attempts at a power change as it is told', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/states/power`, fault(500, 'BMC is slow'), { status: 202 });

    await ironic.client().setPowerState(NODE, 'power off', 5);

    expect(ironic.waits).to.deep.equal([1000]);
  });

  it('does not wait another round of attempts for a node that stayed locked', async () => {
    ironic.on(`PUT /v1/nodes/${NODE}/management/boot_device`, locked);

    await failureOf(ironic.client({ maxRetries: 2 }).setBootDevice(NODE, 'pxe', false));

    expect(ironic.calls).to.have.length(3);
  });

  it('repeats reading after a lost connection, waiting longer each time', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, drop, drop, node);

    expect((await ironic.client().getNode(NODE)).uuid).to.equal(NODE);
    expect(ironic.waits).to.deep.equal([500, 1000]);
  });

  for (const [name, request, call] of [
    ['a reboot', `PUT /v1/nodes/${NODE}/states/power`, (i: BareMetal) => i.setPowerState(NODE, 'rebooting')],
    ['an enrolment', 'POST /v1/nodes', (i: BareMetal) => i.createNode({ driver: 'ipmi' })],
    [
      'a patch that appends',
      `PATCH /v1/nodes/${NODE}`,
      (i: BareMetal) => i.patchNode(NODE, [{ op: 'add', path: '/extra/list/-', value: 1 }]),
    ],
    [
      'a patch that removes',
      `PATCH /v1/nodes/${NODE}`,
      (i: BareMetal) => i.patchNode(NODE, [{ op: 'remove', path: '/extra/a' }]),
    ],
  ] as const) {
    it(`does not repeat ${name} that may have arrived`, async () => {
      ironic.on(request, drop);

      expect((await failureOf(call(ironic.client()))).code).to.equal('INSP_BAREMETAL_UNREACHABLE');
      expect(ironic.calls).to.have.length(1);
    });
  }

  it('repeats whatever could not be sent at all', async () => {
    const client = ironic.client();
    ironic.on(`GET /v1/nodes/${NODE}`, node);
    await client.getNode(NODE);
    await ironic.goAway();
    // finds out about the connections that are gone
    await failureOf(client.getNode(NODE));
    ironic.waits.length = 0;

    const error = await failureOf(client.createNode({ driver: 'ipmi' }));

    expect(error.code).to.equal('INSP_BAREMETAL_UNREACHABLE');
    expect(error.message).to.include('ECONNREFUSED');
    expect(ironic.waits).to.deep.equal([500, 1000]);
  });

  it('does not wait twice for a service that keeps quiet', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, hang);

    const error = await failureOf(ironic.client({ timeout: 0.4 }).getNode(NODE));

    expect(error.code).to.equal('INSP_BAREMETAL_UNREACHABLE');
    expect(error.message).to.include('within 0.4 seconds');
    expect(ironic.calls).to.have.length(1);
  });

  it('ends a wait for a locked node when Inspector stops', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, locked);
    let waiting: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (waiting = resolve));
    const client = ironic.client({}, (_milliseconds, signal) => {
      waiting();
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    });
    const reading = failureOf(client.getNode(NODE));
    await started;
    await client.close?.();

    expect((await reading).code).to.equal('INSP_SHUTTING_DOWN');
  });

  it('ends a request under way when Inspector stops', async () => {
    let arrived: () => void = () => undefined;
    const started = new Promise<void>((resolve) => (arrived = resolve));
    ironic.on(`GET /v1/nodes/${NODE}`, () => arrived());
    const client = ironic.client();
    const reading = failureOf(client.getNode(NODE));
    await started;
    await client.close?.();

    expect((await reading).code).to.equal('INSP_SHUTTING_DOWN');
    expect((await failureOf(client.getNode(NODE))).code).to.equal('INSP_SHUTTING_DOWN');
  });
});
