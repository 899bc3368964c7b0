import { expect } from 'chai';
import { withApi } from './api-server.js';

const NODE = '00000000-0000-4000-8000-000000000001';

describe('What the service says about itself', () => {
  const api = withApi();

  it('lists plugins', async () => {
    const { plugins } = (await api().call('GET', '/v1/plugins')).json as { plugins: object[] };
    expect(plugins).to.have.length(1);
    expect(plugins[0]).to.include({
      name: 'rack_position',
      package: '@acme/inspector-hook-rack',
      state: 'enabled',
    });
  });

  it('shows the PXE filter, and one machine when asked', async () => {
    expect((await api().call('GET', '/v1/pxe-filter')).json).to.not.have.property('mac');
    const answer = await api().call('GET', '/v1/pxe-filter?mac=52:54:00:aa:bb:cc');
    expect(answer.json).to.include({ driver: 'noop' }).and.have.nested.property('mac.verdict', 'allow');
    expect(answer.json).to.have.nested.property('mac.address', '52:54:00:aa:bb:cc');
  });

  it('shows the processes that share the database, and how many watch the one that was asked', async () => {
    expect((await api().call('GET', '/v1/cluster')).json).to.deep.equal({ ...api().cluster, watchers: 0 });
  });

  it('lists machines whose posts matched no node', async () => {
    const seen = {
      address: '192.0.2.7',
      macs: ['52:54:00:00:00:01'],
      bmcAddresses: ['192.0.2.8'],
      reason: 'Look up error: Could not find a node',
      nearest: { uuid: NODE, reason: 'no other node waits for data' },
      posts: 2,
      firstSeen: '2031-02-03T04:05:06',
      lastSeen: '2031-02-03T04:05:11.000001',
    };
    api().unmatched.push(seen, { ...seen, address: null, nearest: null });
    const { unmatched } = (await api().call('GET', '/v1/unmatched')).json as { unmatched: object[] };
    expect(unmatched).to.have.length(2);
    expect(unmatched[0]).to.deep.equal({
      address: '192.0.2.7',
      macs: ['52:54:00:00:00:01'],
      bmc_addresses: ['192.0.2.8'],
      reason: 'Look up error: Could not find a node',
      nearest: { uuid: NODE, reason: 'no other node waits for data' },
      posts: 2,
      first_seen: '2031-02-03T04:05:06',
      last_seen: '2031-02-03T04:05:11.000001',
    });
    const one = (await api().call('GET', '/v1/unmatched?limit=1')).json as { unmatched: object[] };
    expect(one.unmatched).to.have.length(1);
    expect((await api().call('GET', '/v1/unmatched?limit=-1')).status).to.equal(400);
  });

  it('shows why a machine stands where it does, asked by UUID, name or MAC address', async () => {
    const finding = {
      code: 'WHY_NO_POST',
      certainty: 'possible',
      evidence: 'none came',
      remedy: null,
    } as const;
    api().diagnosis = { ...api().diagnosis, findings: [finding], state: 'waiting' };
    for (const [given, asked] of [
      [NODE.toUpperCase(), NODE],
      ['rack-7', 'rack-7'],
      ['52%3A54:00:00:00:01', '52:54:00:00:00:01'],
    ]) {
      const { json, status } = await api().call('GET', `/v1/introspection/${given}/diagnosis`);
      expect(status).to.equal(200);
      expect(json).to.deep.include({ asked, findings: [finding], state: 'waiting' });
    }
  });

  it('measures each request by route and status', async () => {
    await api().call('GET', `/v1/introspection/${NODE}`);
    await api().call('GET', '/v1/introspection?limit=x');
    await api().call('GET', '/nowhere/at/all');
    const { text } = await api().call('GET', '/metrics');
    for (const labels of [
      'method="GET",route="/v1/introspection/{node}",status="404"',
      'method="GET",route="/v1/introspection",status="400"',
      'method="GET",route="none",status="404"',
    ]) {
      expect(text).to.include(`inspector_http_request_seconds_count{${labels}} 1`);
    }
  });

  it('shows the machines of a node by its name, and knows no other name', async () => {
    api().conductor.names.set('rack-1', 'cd5bc4b3-f0b8-4b8b-9b0a-5e2f4c0f4a11');
    const { json } = await api().call('GET', '/v1/pxe-filter?node=rack-1');
    expect(json).to.have.nested.property('node.uuid', 'cd5bc4b3-f0b8-4b8b-9b0a-5e2f4c0f4a11');
    expect(json).to.have.nested.property('node.machines').with.length(1);
    expect((await api().call('GET', '/v1/pxe-filter?node=rack-2')).status).to.equal(404);
  });

  it('shows metrics in the format of Prometheus', async () => {
    const { headers, text } = await api().call('GET', '/metrics');
    expect(headers.get('Content-Type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(text).to.contain('# TYPE inspector_introspections_total counter');
    expect(text).to.contain('# TYPE process_cpu_seconds_total counter');
  });
});
