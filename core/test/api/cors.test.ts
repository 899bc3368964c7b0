import { expect } from 'chai';
import { withApi } from './api-server.js';

const ORIGIN = 'https://console.example';

const corsHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')));

describe('Cross-origin requests', () => {
  const api = withApi({ cors: { allowedOrigin: [ORIGIN], exposeHeaders: ['X-A', 'X-B'] } });

  it('of an allowed origin may be read', async () => {
    const { headers, status } = await api().call('GET', '/v1/rules', { headers: { Origin: ORIGIN } });
    expect(status).to.equal(200);
    expect(headers.get('Vary')).to.equal('X-Auth-Token, Origin');
    expect(corsHeaders(headers)).to.deep.equal({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-A,X-B',
    });
  });

  it('may be read also when they fail', async () => {
    const { headers } = await api().call('GET', '/v1/nothing', { headers: { Origin: ORIGIN } });
    expect(headers.get('Access-Control-Allow-Origin')).to.equal(ORIGIN);
  });

  it('of other origins get the plain answer', async () => {
    for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'null']) {
      const { headers, status } = await api().call('GET', '/v1/rules', { headers: { Origin: origin } });
      expect(status).to.equal(200);
      expect(corsHeaders(headers)).to.deep.equal({});
    }
  });

  const preflight = (asked: Record<string, string>) =>
    api().call('OPTIONS', '/v1/rules', { headers: { Origin: ORIGIN, ...asked } });

  it('are granted in advance what is permitted', async () => {
    const { headers, status } = await preflight({
      'Access-Control-Request-Method': 'DELETE',
      'Access-Control-Request-Headers': 'x-auth-token, Content-Type',
    });
    expect(status).to.equal(200);
    expect(corsHeaders(headers)).to.deep.equal({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '3600',
      'access-control-allow-methods': 'DELETE',
      'access-control-allow-headers': 'x-auth-token,Content-Type',
    });
  });

  for (const asked of [
    { 'Access-Control-Request-Method': 'TRACE' },
    { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'X-Auth-Token, X-Strange' },
    {},
  ]) {
    it(`are granted nothing in advance for ${JSON.stringify(asked)}`, async () => {
      const { headers, status } = await preflight(asked as Record<string, string>);
      expect(status).to.equal(200);
      expect(corsHeaders(headers)).to.deep.equal({});
    });
  }
});

describe('Cross-origin requests without configuration', () => {
  const api = withApi();
  it('get the plain answer', async () => {
    const { headers } = await api().call('GET', '/v1/rules', { headers: { Origin: ORIGIN } });
    expect(corsHeaders(headers)).to.deep.equal({});
    expect(headers.get('Vary')).to.equal('X-Auth-Token');
  });
});

describe('Cross-origin requests where every origin is allowed', () => {
  const api = withApi({ cors: { allowedOrigin: ['*'] } });
  it('may be read by all, without credentials', async () => {
    const { headers } = await api().call('GET', '/v1/rules', { headers: { Origin: 'https://any.example' } });
    expect(corsHeaders(headers)).to.deep.equal({ 'access-control-allow-origin': '*' });
  });
});
