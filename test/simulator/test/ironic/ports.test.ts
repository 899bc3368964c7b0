import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '../../src/index.js';
import { asking } from './asking.js';

const ONE = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e11';
const TWO = '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e12';

describe('fake Ironic: ports', () => {
  let fake: FakeIronic;
  let ask: ReturnType<typeof asking>;
  let port: string;

  beforeEach(async () => {
    fake = await startFakeIronic({ pageLimit: 2 });
    ask = asking(fake);
    fake.addNode({ uuid: ONE, name: 'one' });
    fake.addNode({ uuid: TWO });
    port = fake.addPort({ node_uuid: ONE, address: '52:54:00:AA:00:01' }).uuid;
    fake.addPort({ node_uuid: TWO, address: '52:54:00:aa:00:02' });
    fake.addPort({ node_uuid: ONE, address: '52:54:00:aa:00:03' });
  });
  afterEach(() => fake.close());

  it('follows `next` through all pages', async () => {
    const addresses: string[] = [];
    let path: string | undefined = '/v1/ports?fields=address,extra';
    let pages = 0;
    while (path !== undefined) {
      const { body } = (await ask('GET', path)) as unknown as {
        body: { ports: { address: string }[]; next?: string };
      };
      addresses.push(...body.ports.map(({ address }) => address));
      path = body.next?.slice(fake.url.length);
      pages++;
    }
    expect(addresses).to.deep.equal(['52:54:00:aa:00:01', '52:54:00:aa:00:02', '52:54:00:aa:00:03']);
    expect(pages).to.equal(2);
  });

  it('forgets the node filter in `next` of a full page, as Ironic does', async () => {
    const { body } = await ask('GET', `/v1/ports/detail?node=${ONE}`);
    expect(body).to.have.property('ports').with.lengthOf(2);
    expect(body['next']).to.match(/\/v1\/ports\/detail\?sort_key=id&sort_dir=asc&limit=2&marker=/);
  });

  it('finds a port by MAC in any case', async () => {
    const { body } = await ask('GET', '/v1/ports?address=52:54:00:AA:00:02&fields=uuid,node_uuid');
    expect(body['ports']).to.have.lengthOf(1);
    expect(body['ports']?.[0]).to.include({ node_uuid: TWO });
    expect((await ask('GET', '/v1/ports?address=52:54:00:aa:00:99')).body).to.deep.equal({ ports: [] });
  });

  it('lists the ports of a node given by name', async () => {
    expect((await ask('GET', '/v1/ports/detail?node=one')).body['ports']).to.have.lengthOf(2);
  });

  const refusedListings: [string, number, string][] = [
    ['/v1/ports?address=junk', 400, 'Expected valid MAC address for address: junk'],
    ['/v1/ports?fields=colour', 400, 'Field(s) "colour" are not valid'],
    ['/v1/ports/detail?fields=uuid', 400, 'Unexpected arguments: fields'],
    ['/v1/ports?colour=1', 400, 'Unexpected arguments: colour'],
    ['/v1/ports?limit=few', 400, 'Expected an integer for limit: few'],
    ['/v1/ports?limit=0', 400, 'Limit must be positive'],
    ['/v1/ports/detail?node=nobody', 404, 'Node nobody could not be found.'],
    [`/v1/ports?marker=${TWO}`, 404, `Port ${TWO} could not be found.`],
    ['/v1/ports/junk', 400, 'Expected UUID for port_uuid: junk'],
  ];
  for (const [path, status, fault] of refusedListings) {
    it(`answers ${status} to ${path.replace(TWO, '<unknown>')}`, async () => {
      expect(await ask('GET', path)).to.include({ status, fault });
    });
  }

  it('creates a port with a lower-case MAC', async () => {
    const reply = await ask('POST', '/v1/ports', {
      node_uuid: TWO,
      address: '52:54:00:BB:00:01',
      pxe_enabled: false,
      extra: { 'client-id': 'ff:00' },
    });
    expect(reply.status).to.equal(201);
    expect(reply.body).to.deep.include({ address: '52:54:00:bb:00:01', pxe_enabled: false });
    expect(fake.portsOf(TWO)).to.have.lengthOf(2);
  });

  const refusedCreations: [string, object, number, string][] = [
    [
      'whose MAC exists',
      { node_uuid: TWO, address: '52:54:00:AA:00:01' },
      409,
      'A port with MAC address 52:54:00:aa:00:01 already exists.',
    ],
    ['without MAC', { node_uuid: TWO }, 400, "Schema error for port: 'address' is a required property"],
    [
      'without node',
      { address: '52:54:00:bb:00:01' },
      400,
      "Schema error for port: 'node_uuid' is a required property",
    ],
    ['with a bad MAC', { node_uuid: TWO, address: 'x' }, 400, 'Expected valid MAC address for address: x'],
    [
      'of an unknown node',
      { node_uuid: '5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e99', address: '52:54:00:bb:00:01' },
      400,
      'Node 5d1b6ad4-0d1c-4b2b-8f4e-6a0b8a4d7e99 could not be found.',
    ],
  ];
  for (const [what, body, status, fault] of refusedCreations) {
    it(`refuses a port ${what}`, async () => {
      expect(await ask('POST', '/v1/ports', body)).to.include({ status, fault });
      expect(fake.ports).to.have.lengthOf(3);
    });
  }

  it('patches a port and finds it under its new MAC', async () => {
    const reply = await ask('PATCH', `/v1/ports/${port}`, [
      { op: 'replace', path: '/pxe_enabled', value: false },
      { op: 'add', path: '/physical_network', value: 'physnet_a' },
      { op: 'replace', path: '/address', value: '52:54:00:CC:00:01' },
    ]);
    expect(reply.body).to.include({ pxe_enabled: false, physical_network: 'physnet_a' });
    expect((await ask('GET', '/v1/ports?address=52:54:00:cc:00:01')).body['ports']).to.have.lengthOf(1);
    expect((await ask('GET', '/v1/ports?address=52:54:00:aa:00:01')).body['ports']).to.have.lengthOf(0);
  });

  it('takes a link only whole', async () => {
    const half = [{ op: 'add', path: '/local_link_connection/switch_id', value: '02:00:5e:00:11:22' }];
    const refused = await ask('PATCH', `/v1/ports/${port}`, half);
    expect(refused.status).to.equal(400);
    expect(refused.fault).to.contain("Possible root cause: 'port_id' is a required property");
    const whole = [...half, { op: 'add', path: '/local_link_connection/port_id', value: 'Ethernet1' }];
    expect((await ask('PATCH', `/v1/ports/${port}`, whole)).status).to.equal(200);
  });

  const refusedPatches: [string, object, number, string][] = [
    ['a taken MAC', { path: '/address', value: '52:54:00:aa:00:02' }, 409, 'already exists.'],
    [
      'an unknown field',
      { path: '/colour', value: 1 },
      400,
      'Cannot patch /colour. Only the following can be',
    ],
    [
      'an empty physical network',
      { path: '/physical_network', value: '' },
      400,
      'A non-empty value is required',
    ],
    ['a word as flag', { path: '/pxe_enabled', value: 'perhaps' }, 400, "Unrecognized value 'perhaps'"],
  ];
  for (const [what, operation, status, text] of refusedPatches) {
    it(`refuses ${what}`, async () => {
      const reply = await ask('PATCH', `/v1/ports/${port}`, [{ op: 'replace', ...operation }]);
      expect(reply.status).to.equal(status);
      expect(reply.fault).to.contain(text);
    });
  }

  it('deletes a port once', async () => {
    expect((await ask('DELETE', `/v1/ports/${port}`)).status).to.equal(204);
    expect((await ask('DELETE', `/v1/ports/${port}`)).status).to.equal(404);
    expect(fake.portsOf(ONE)).to.have.lengthOf(1);
  });
});
