import { expect } from 'chai';
import { withApi } from './api-server.js';

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

  it('shows metrics in the format of Prometheus', async () => {
    const { headers, text } = await api().call('GET', '/metrics');
    expect(headers.get('Content-Type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(text).to.contain('# TYPE inspector_introspections_total counter');
  });
});
