import { expect } from 'chai';
import { withApi } from './api-server.js';

const OWN = /^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const GLOBAL = 'req-6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('every answer', () => {
  const api = withApi({ healthcheck: { enabled: true }, debug: false });

  const requests: [string, string, Record<string, string>?][] = [
    ['GET', '/'],
    ['GET', '/v1/rules'],
    ['GET', '/v1/introspection/nobody'],
    ['GET', '/nothing/here'],
    ['PUT', '/v1/rules'],
    ['DELETE', '/v1/rules'],
    ['HEAD', '/v1'],
    ['GET', '/v1//rules'],
    ['OPTIONS', '/v1/rules'],
    ['GET', '/healthcheck'],
    ['GET', '/metrics'],
    ['POST', '/v1/continue'],
    ['GET', '/v1', { 'X-OpenStack-Ironic-Inspector-API-Version': '9.9' }],
  ];

  it('has an id of its own, and may be stored by nobody', async () => {
    const ids = new Set<string>();
    for (const [method, path, headers = {}] of requests) {
      const answer = await api().call(method, path, { headers });
      const id = answer.headers.get('x-openstack-request-id') ?? '';
      expect(id, `${method} ${path}`).to.match(OWN);
      ids.add(id);
      expect(answer.headers.get('openstack-request-id')).to.equal(id);
      expect(answer.headers.get('cache-control'), path).to.equal('no-store');
      expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(answer.headers.get('vary')).to.equal('X-Auth-Token');
      for (const name of ['server', 'x-powered-by']) expect(answer.headers.get(name)).to.equal(null);
    }
    expect(ids.size).to.equal(requests.length);
  });

  it('to a failure nobody expected has it, and so has each line of the log about it', async () => {
    api().storage.failure = new Error('sector 7');
    const answer = await api().call('GET', `/v1/introspection/${NODE}/data`);
    expect(answer.status).to.equal(500);
    const lines = api().log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg }) => msg)).to.include.members(['Internal server error', 'request']);
    for (const line of lines) {
      expect(line['requestId'], String(line['msg'])).to.equal(answer.headers.get('x-openstack-request-id'));
      expect(line).to.not.have.property('globalRequestId');
    }
  });

  it('never has the id of the caller, which is only taken in its exact form', async () => {
    const taken = async (id: string): Promise<unknown> => {
      const answer = await api().call('POST', `/v1/introspection/${NODE}`, {
        headers: { 'X-OpenStack-Request-ID': id },
      });
      expect(answer.headers.get('x-openstack-request-id')).to.match(OWN).and.not.equal(id);
      return api().conductor.origins.at(-1)?.globalRequestId;
    };
    expect(await taken(GLOBAL)).to.equal(GLOBAL);
    for (const other of [
      'req-17',
      GLOBAL.toUpperCase(),
      `${GLOBAL}0`,
      GLOBAL.slice(4),
      `${GLOBAL}, ${GLOBAL}`,
    ]) {
      expect(await taken(other), other).to.equal(undefined);
    }
    const ids = api().log.map((line) => (JSON.parse(line) as { globalRequestId?: string }).globalRequestId);
    expect(new Set(ids)).to.deep.equal(new Set([GLOBAL, undefined]));
  });
});
