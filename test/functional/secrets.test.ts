import { expect } from 'chai';
import { FakeKeystone } from '../../plugins/plugin-api/test/openstack/fake-keystone.js';
import { Bench, payload } from './harness.js';

/** Every one of them begins like this. */
const SECRET = 'hush-';

describe('the log of the service', () => {
  let bench: Bench;
  let keystone: FakeKeystone;
  beforeEach(async () => {
    keystone = await FakeKeystone.start();
    let tokens = 0;
    keystone.answer = (response) => {
      const token = { expires_at: '2999-01-01T00:00:00Z', catalog: [] };
      const headers = { 'x-subject-token': `${SECRET}token-${++tokens}` };
      response.writeHead(201, headers).end(JSON.stringify({ token }));
    };
    const ironic = {
      authType: 'password',
      authUrl: keystone.url,
      username: 'inspector',
      password: `${SECRET}keystone`,
      userDomainName: 'Default',
      projectName: 'service',
      projectDomainName: 'Default',
      maxRetries: 1,
      connectRetries: 0,
    };
    bench = await Bench.start(
      { debug: true, ironic },
      { credentials: { token: (token) => token.startsWith(`${SECRET}token-`) } },
    );
  });
  afterEach(async () => {
    await bench.close();
    await keystone.close();
  });

  it('tells of a whole introspection, well or badly ended, without a password or a token', async () => {
    const data = {
      ...(await payload()),
      ipmi_password: `${SECRET}ramdisk`,
      logs: Buffer.from(SECRET.repeat(20)).toString('base64'),
    };
    const { uuid } = bench.enroll(data, {
      driver_info: {
        ipmi_address: '192.167.2.134',
        ipmi_username: 'root',
        ipmi_password: `${SECRET}ipmi`,
        redfish_password: `${SECRET}redfish`,
      },
    });
    const action = { action: 'set-attribute', path: '/driver_info/ipmi_password', value: `${SECRET}rule` };
    await bench.request('POST', '/v1/rules', { conditions: [], actions: [action] });

    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished' });
    expect(bench.ironic.node(uuid).driver_info['ipmi_password']).to.equal(`${SECRET}rule`);

    // Everything that goes wrong on the way has words of its own for the log.
    const headers = { 'X-Auth-Token': `${SECRET}caller`, Authorization: `Basic ${SECRET}caller` };
    await fetch(`${bench.url}/v1/introspection/nobody`, { method: 'POST', headers });
    for (const status of [401, 409, 500, 'drop', 'garbage'] as const) {
      await bench.startAndWait(uuid);
      bench.ironic.fail({ match: { method: 'PATCH' }, status });
      await bench.post(data);
      bench.ironic.clearFaults();
      // what was an outage is over, and the ramdisk posts again
      await bench.post(data);
      await bench.finished(uuid);
    }
    await bench.startAndWait(uuid);
    await bench.post({ ...data, error: 'broken' });
    await bench.startAndWait(uuid);
    bench.ironic.fail({ match: { path: '/states/power' }, status: 400, times: 1 });
    await bench.request('POST', `/v1/introspection/${uuid}/abort`);
    await bench.finished(uuid);
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`, data);
    await bench.finished(uuid);
    await bench.restart();

    const lines = bench.log;
    for (const told of [
      'introspection started',
      'introspection finished',
      'introspection failed',
      'reapplied',
    ]) {
      expect(lines.join('')).to.include(told);
    }
    expect(lines.filter((line) => line.includes(SECRET))).to.deep.equal([]);
    expect(lines.filter((line) => line.includes(data.logs.slice(0, 20)))).to.deep.equal([]);
  });
});
