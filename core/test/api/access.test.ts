import { expect } from 'chai';
import type { AccessControl, CallingRequest, PolicyRule } from '../../src/access/access-control.js';
import { ROUTES } from '../../src/api/routes/index.js';
import { InspectorError } from '@inspector/plugin-api';
import { withApi } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

/** Knows one token; lets anybody use public routes. */
class OneToken implements AccessControl {
  readonly asked: [PolicyRule, boolean][] = [];

  identify({ headers }: CallingRequest) {
    if (headers['x-auth-token'] === 'unparsable') {
      throw new InspectorError('INSP_BAD_REQUEST', 'Could not parse Authorization header');
    }
    return {
      authorise: (rule: PolicyRule, isPublic: boolean) => {
        this.asked.push([rule, isPublic]);
        if (isPublic || headers['x-auth-token'] === 'good') return undefined;
        if (headers['x-auth-token'] === 'later') {
          const error = new InspectorError('INSP_IDENTITY_FAILED', 'Nobody can tell');
          return { error, headers: { 'Retry-After': '17' } };
        }
        const error = new InspectorError('INSP_BAD_REQUEST', 'Authentication required', { status: 401 });
        return { error, headers: { 'WWW-Authenticate': 'Keystone uri="http://keystone.example"' } };
      },
    };
  }
}

describe('Access to the API', () => {
  const access = new OneToken();
  const api = withApi({}, { access });
  beforeEach(() => {
    access.asked.length = 0;
  });

  const rules: [string, string, PolicyRule, boolean][] = [
    ['GET', '/', 'introspection', true],
    ['GET', '/v1', 'introspection:version', true],
    ['GET', '/v2', 'introspection:version', true],
    ['POST', '/v1/continue', 'introspection:continue', true],
    ['GET', '/v1/introspection', 'introspection:status', false],
    ['GET', `/v1/introspection/${NODE}`, 'introspection:status', false],
    ['GET', `/v1/introspection/${NODE}/results`, 'introspection:status', false],
    ['POST', `/v1/introspection/${NODE}`, 'introspection:start', false],
    ['POST', `/v1/introspection/${NODE}/abort`, 'introspection:abort', false],
    ['GET', `/v1/introspection/${NODE}/data`, 'introspection:data', false],
    ['GET', `/v1/introspection/${NODE}/data/unprocessed`, 'introspection:data', false],
    ['POST', `/v1/introspection/${NODE}/data/unprocessed`, 'introspection:reapply', false],
    ['GET', `/v1/introspection/${NODE}/history`, 'introspection:status', false],
    ['GET', `/v1/introspection/${NODE}/history/1`, 'introspection:data', false],
    ['GET', `/v1/introspection/${NODE}/diff`, 'introspection:data', false],
    ['GET', `/v1/introspection/${NODE}/baseline`, 'introspection:data', false],
    ['GET', '/v1/baselines', 'introspection:data', false],
    ['PUT', '/v1/baselines', 'introspection:baseline:change', false],
    ['DELETE', '/v1/baselines', 'introspection:baseline:change', false],
    ['GET', '/v1/nodes', 'introspection:data', false],
    ['GET', '/v1/rules', 'introspection:rule:get', false],
    ['POST', '/v1/rules', 'introspection:rule:create', false],
    ['DELETE', '/v1/rules', 'introspection:rule:delete', false],
    ['GET', `/v1/rules/${NODE}`, 'introspection:rule:get', false],
    ['DELETE', `/v1/rules/${NODE}`, 'introspection:rule:delete', false],
    ['POST', '/v1/rules/import', 'introspection:rule:create', false],
    ['POST', '/v1/rules/explain', 'introspection:rule:explain', false],
    ['GET', '/v1/plugins', 'introspection:plugins', false],
    ['GET', '/v1/pxe-filter', 'introspection:pxe-filter', false],
    ['GET', '/v1/cluster', 'introspection:cluster', false],
    ['GET', '/v1/events', 'introspection:events', false],
    ['GET', '/v1/unmatched', 'introspection:diagnosis', false],
    ['GET', `/v1/introspection/${NODE}/diagnosis`, 'introspection:diagnosis', false],
    ['GET', '/v1/inventory', 'introspection:inventory:get', false],
    ['PUT', '/v1/inventory', 'introspection:inventory:change', false],
    ['GET', '/v1/inventory/history', 'introspection:inventory:get', false],
    ['POST', '/v1/inventory/restore', 'introspection:inventory:change', false],
    ['POST', '/v1/inventory/generate', 'introspection:inventory:change', false],
    ['GET', '/metrics', 'introspection:metrics', false],
    ['GET', '/v1/session', 'introspection:session', false],
    ['POST', '/v1/session', 'introspection:session:change', true],
    ['DELETE', '/v1/session', 'introspection:session:change', true],
    ['GET', '/openapi.json', 'introspection:openapi', true],
  ];
  for (const [method, path, rule, isPublic] of rules) {
    it(`${method} ${path} asks for ${rule}`, async () => {
      const answer = await api().call(method, path);
      expect(access.asked).to.deep.equal([[rule, isPublic]]);
      expect(answer.status === 401).to.equal(!isPublic);
    });
  }

  it('is asked for on every route', () => {
    const tested = rules.filter(([, path]) => path !== '/v2');
    expect(tested.map(([, , rule]) => rule)).to.have.members(ROUTES.map(({ policy }) => policy));
  });

  it('is denied with the headers of the strategy, before anything is done', async () => {
    const answer = await api().call('POST', `/v1/introspection/${NODE}`);
    expect(answer).to.include({ status: 401, message: 'Authentication required' });
    expect(answer.headers.get('WWW-Authenticate')).to.equal('Keystone uri="http://keystone.example"');
    expect(api().conductor.asked).to.deep.equal([]);
  });

  it('says as the strategy does when to ask again', async () => {
    const answer = await api().call('GET', '/v1/rules', { headers: { 'X-Auth-Token': 'later' } });
    expect(answer).to.include({ status: 503, message: 'Nobody can tell' });
    expect(answer.headers.get('Retry-After')).to.equal('17');
  });

  it('is granted to whom the strategy knows', async () => {
    const headers = { 'X-Auth-Token': 'good' };
    expect(await api().call('GET', '/v1/rules', { headers })).to.include({ status: 200 });
  });

  it('asks for the rule of GET when HEAD is used', async () => {
    expect(await api().call('HEAD', `/v1/rules/${NODE}`)).to.include({ status: 401 });
    expect(access.asked).to.deep.equal([['introspection:rule:get', false]]);
  });

  it('looks at credentials before the version and the path', async () => {
    const headers = { 'X-Auth-Token': 'unparsable', 'X-OpenStack-Ironic-Inspector-API-Version': '9.9' };
    for (const path of ['/', '/v1/nothing/here', '/v1/rules']) {
      expect(await api().call('GET', path, { headers })).to.include({ status: 400 });
    }
  });

  it('looks at version and path before the policy', async () => {
    const headers = { 'X-OpenStack-Ironic-Inspector-API-Version': '9.9' };
    expect(await api().call('GET', '/v1/rules', { headers })).to.include({ status: 406 });
    expect(await api().call('GET', '/v1/nothing')).to.include({ status: 404 });
    expect(await api().call('PUT', '/v1/rules')).to.include({ status: 405 });
    expect(access.asked).to.deep.equal([]);
  });
});
