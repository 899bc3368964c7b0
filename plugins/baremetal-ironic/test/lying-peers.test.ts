import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { BareMetal } from '@inspector/plugin-api';
import { drop, hang, ScriptedIronic, type Reply } from './scripted-ironic.js';
import { failureOf } from './failure.js';

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123';
const html = { 'content-type': 'text/html' };
const page = '<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>';

describe('peers that are not what they seem', () => {
  let ironic: ScriptedIronic;
  beforeEach(async () => {
    ironic = await new ScriptedIronic().start();
  });
  afterEach(() => ironic.stop());

  const badNodes: readonly [string, Reply][] = [
    ['a web page', { headers: html, body: page }],
    ['JSON that ends in the middle', { body: '{"uuid": "1be2' }],
    ['nothing', { body: '' }],
    ['a number', { body: '5' }],
    ['null', { body: 'null' }],
    ['a list', { body: [{ uuid: NODE }] }],
    ['an object without UUID', { body: { name: 'a' } }],
    ['a UUID that is a number', { body: { uuid: 5 } }],
    ['an empty UUID', { body: { uuid: '' } }],
    ['properties that are text', { body: { uuid: NODE, properties: 'cpus=8' } }],
    ['driver_info that is a list', { body: { uuid: NODE, driver_info: [] } }],
    ['a name that is an object', { body: { uuid: NODE, name: {} } }],
    ['a provision state that is a number', { body: { uuid: NODE, provision_state: 1 } }],
    ['a redirection', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['not modified', { status: 304 }],
  ];
  for (const [what, reply] of badNodes) {
    it(`does not take ${what} for a node`, async () => {
      ironic.on(`GET /v1/nodes/${NODE}`, reply);

      const error = await failureOf(ironic.client().getNode(NODE));

      expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
      expect(error.message).to.include(`GET ${ironic.url}/v1/nodes/${NODE}`);
    });
  }

  const badPorts: readonly [string, unknown][] = [
    ['no list', {}],
    ['a list that is an object', { ports: {} }],
    ['entries that are text', { ports: ['52:54:00:aa:bb:cc'] }],
    ['a port without MAC', { ports: [{ uuid: NODE }] }],
    ['a MAC that is a number', { ports: [{ uuid: NODE, address: 5 }] }],
    ['pxe_enabled that is text', { ports: [{ uuid: NODE, address: 'a', pxe_enabled: 'yes' }] }],
    [
      'local_link_connection that is text',
      { ports: [{ uuid: NODE, address: 'a', local_link_connection: '' }] },
    ],
    ['a next link that is a number', { ports: [], next: 5 }],
    ['a next link that is no URL', { ports: [], next: 'http://[' }],
    ['an empty page that promises more', { ports: [], next: 'http://a/v1/ports?marker=1' }],
  ];
  for (const [what, body] of badPorts) {
    it(`does not take ${what} for a list of ports`, async () => {
      ironic.on(`GET /v1/ports/detail?node=${NODE}`, { body });

      const error = await failureOf(ironic.client().listNodePorts(NODE));

      expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    });
  }

  it('does not take a validation without a word about power', async () => {
    ironic.on(`GET /v1/nodes/${NODE}/validate`, { body: { boot: { result: true } } });

    expect((await failureOf(ironic.client().validatePower(NODE))).code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
  });

  it('takes null for an absent field', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, {
      body: { uuid: NODE, name: null, extra: null, provision_state: null, power_state: null },
    });

    expect(await ironic.client().getNode(NODE)).to.deep.equal({ uuid: NODE, name: null, power_state: null });
  });

  it('keeps keys named like parts of objects as plain data', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, {
      body: `{"uuid": "${NODE}", "__proto__": {"polluted": true}, "extra": {"constructor": 1}}`,
    });

    const node = await ironic.client().getNode(NODE);

    expect(node['polluted']).to.equal(undefined);
    expect(Object.hasOwn(node, '__proto__')).to.equal(true);
    expect(node.extra).to.deep.equal({ constructor: 1 });
  });

  const orders: readonly [string, string, (i: BareMetal) => Promise<unknown>][] = [
    [
      'the boot device',
      `PUT /v1/nodes/${NODE}/management/boot_device`,
      (i) => i.setBootDevice(NODE, 'pxe', true),
    ],
    ['power', `PUT /v1/nodes/${NODE}/states/power`, (i) => i.setPowerState(NODE, 'rebooting', 5)],
    ['a trait', `PUT /v1/nodes/${NODE}/traits/CUSTOM_A`, (i) => i.addTrait(NODE, 'CUSTOM_A')],
    ['a trait to remove', `DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`, (i) => i.removeTrait(NODE, 'CUSTOM_A')],
    ['a port to delete', `DELETE /v1/ports/${NODE}`, (i) => i.deletePort(NODE)],
  ];
  for (const [what, request, call] of orders) {
    it(`does not take a web page with status 200 for a success: ${what}`, async () => {
      ironic.on(request, { headers: html, body: page });

      const error = await failureOf(call(ironic.client()));

      expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
      expect(error.message).to.include(ironic.url).and.include('no answer of the bare metal API');
    });
  }

  const missing: readonly [string, string, (i: BareMetal) => Promise<unknown>][] = [
    ['a node', `GET /v1/nodes/${NODE}`, (i) => i.getNode(NODE)],
    [
      'a trait that is removed',
      `DELETE /v1/nodes/${NODE}/traits/CUSTOM_A`,
      (i) => i.removeTrait(NODE, 'CUSTOM_A'),
    ],
    ['a port that is deleted', `DELETE /v1/ports/${NODE}`, (i) => i.deletePort(NODE)],
    ['a node with ports', `GET /v1/ports/detail?node=${NODE}`, (i) => i.listNodePorts(NODE)],
  ];
  for (const [what, request, call] of missing) {
    it(`does not take the 404 of a web server for the loss of ${what}`, async () => {
      ironic.on(request, { status: 404, headers: html, body: '<h1>Not Found</h1>' });

      expect((await failureOf(call(ironic.client()))).code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    });
  }

  it('gives the words of a proxy that answers with a page', async () => {
    ironic.on(`GET /v1/nodes/${NODE}`, {
      status: 502,
      headers: html,
      body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
    });

    const error = await failureOf(ironic.client().getNode(NODE));

    expect(error.code).to.equal('INSP_BAREMETAL_REJECTED');
    expect(error.cause).to.deep.equal({ httpStatus: 502, fault: '502 Bad Gateway' });
  });

  it('says that an address is no bare metal API, and which option to check', async () => {
    ironic.on('GET /v1/', { headers: html, body: page });
    ironic.on('GET /', { headers: html, body: page });

    const error = await failureOf(ironic.client().getNode(NODE));

    expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    expect(error.message).to.include(ironic.url).and.include('ironic.endpointOverride');
  });

  const endless: readonly [string, Reply][] = [
    ['hangs after the headers', (response) => response.writeHead(200).flushHeaders()],
    [
      'dribbles',
      (response) => {
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
    ['hangs', hang],
    ['drops every connection', drop],
    [
      'breaks off in the middle of the body',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"uuid":', () => response.socket?.destroy());
      },
    ],
  ];
  for (const [what, reply] of endless) {
    it(`gives up on a service that ${what}`, async () => {
      ironic.on(`GET /v1/nodes/${NODE}`, reply);

      const error = await failureOf(ironic.client({ timeout: 0.15 }).getNode(NODE));

      expect(error.code).to.equal('INSP_BAREMETAL_UNREACHABLE');
    });
  }

  it('stops reading an answer that has no end', async () => {
    const chunk = Buffer.alloc(4 * 1024 * 1024, ' ');
    ironic.on(`GET /v1/nodes/${NODE}`, (response) => {
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });

    const error = await failureOf(ironic.client().getNode(NODE));

    expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    expect(error.message).to.include('more than');
  });
});

describe('peers that do not speak HTTP', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => sockets.delete(socket));
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are named as such', async () => {
    const ironic = new ScriptedIronic();
    const { port } = server.address() as AddressInfo;
    const client = ironic.client({ endpointOverride: `http://127.0.0.1:${String(port)}` });

    const error = await failureOf(client.getNode(NODE));
    await client.close?.();

    expect(error.code).to.equal('INSP_BAREMETAL_BAD_ANSWER');
    expect(error.message).to.include('not HTTP');
  });
});
