import { expect } from 'chai';
import { ApiServer, withApi } from './api-server.js';

describe('API discovery', () => {
  const api = withApi();

  it('names its one version at the root', async () => {
    expect((await api().call('GET', '/')).json).to.deep.equal({
      versions: [{ id: '1.18', status: 'CURRENT', links: [{ rel: 'self', href: `${api().url}/v1` }] }],
    });
  });

  it('lists the resources of version 1', async () => {
    const { json } = await api().call('GET', '/v1');
    const { resources } = json as { resources: { name: string; links: object[] }[] };
    expect(resources.map(({ name }) => name)).to.have.members(['introspection', 'continue', 'rules']);
    for (const { name, links } of resources) {
      expect(links).to.deep.equal([{ rel: 'self', href: `${api().url}/v1/${name}` }]);
    }
  });
});

describe('Links', () => {
  const api = withApi();
  const UUID = '0d7f6c5a-2b1e-4f0a-8c3d-9e8f7a6b5c4d';

  const rows: [string, Record<string, string>, string][] = [
    ['use the host the client asked for', {}, 'http://h:5050/v1'],
    ['take the scheme of the proxy', { 'X-Forwarded-Proto': 'https' }, 'https://h:5050/v1'],
    ['take the host of the proxy', { 'X-Forwarded-Host': 'api.example' }, 'http://api.example/v1'],
    [
      'keep the port in the host of the proxy',
      { 'X-Forwarded-Host': 'api.example:81' },
      'http://api.example:81/v1',
    ],
    ['replace the port', { 'X-Forwarded-Port': '8443' }, 'http://h:8443/v1'],
    [
      'replace the port in the host of the proxy',
      { 'X-Forwarded-Host': 'api.example:81', 'X-Forwarded-Port': '82' },
      'http://api.example:82/v1',
    ],
    [
      'take everything together',
      {
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Host': 'api.example',
        'X-Forwarded-Port': '8443',
        'X-Forwarded-Prefix': '/insp',
      },
      'https://api.example:8443/insp/v1',
    ],
    [
      'leave the usual port of https out',
      { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '443' },
      'https://h/v1',
    ],
    ['leave the usual port of http out', { 'X-Forwarded-Port': '80' }, 'http://h/v1'],
    ['show the usual port of another scheme', { 'X-Forwarded-Port': '443' }, 'http://h:443/v1'],
    [
      'know the usual port of a scheme in capitals',
      { 'X-Forwarded-Proto': 'HTTPS', 'X-Forwarded-Port': '443' },
      'https://h/v1',
    ],
    ['understand IPv6 hosts', { 'X-Forwarded-Host': '[2001:db8::1]' }, 'http://[2001:db8::1]/v1'],
    [
      'replace the port of IPv6 hosts',
      { 'X-Forwarded-Host': '[2001:db8::1]:81', 'X-Forwarded-Port': '82' },
      'http://[2001:db8::1]:82/v1',
    ],
    ['strip trailing slashes of the prefix', { 'X-Forwarded-Prefix': '/a/b//' }, 'http://h:5050/a/b/v1'],
    ['do without a prefix that is only a slash', { 'X-Forwarded-Prefix': '/' }, 'http://h:5050/v1'],
    [
      'believe only the nearest proxy',
      {
        'X-Forwarded-Proto': 'gopher, https',
        'X-Forwarded-Host': 'evil.example, api.example',
        'X-Forwarded-Port': '1, 2',
        'X-Forwarded-Prefix': '/x, /y',
      },
      'https://api.example:2/y/v1',
    ],
    ['ignore the Forwarded header', { Forwarded: 'host=evil.example;proto=https' }, 'http://h:5050/v1'],
  ];
  for (const [title, headers, href] of rows) {
    it(title, async () => {
      const lines = Object.entries({ Host: 'h:5050', ...headers, Connection: 'close' }).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      const answer = await api().raw(`GET / HTTP/1.1\r\n${lines.join('')}\r\n`);
      expect(answer).to.contain(`"href":"${href}"`);
    });
  }

  it('work for a client of HTTP/1.0 that names no host', async () => {
    const answer = await api().raw('GET / HTTP/1.0\r\n\r\n');
    expect(answer).to.contain(`"href":"http://127.0.0.1:${api().port}/v1"`);
  });

  it('work for a client that names an empty host', async () => {
    const answer = await api().raw('GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n');
    expect(answer).to.contain(`"href":"http://127.0.0.1:${api().port}/v1"`);
  });

  it('have no host for rules', async () => {
    await api().rules.createJson(
      `{"uuid":"${UUID}","description":null,"scope":null,"conditions":[],"actions":[]}`,
    );
    const headers = { 'X-Forwarded-Host': 'api.example', 'X-Forwarded-Prefix': '/insp/' };
    const { json } = await api().call('GET', '/v1/rules', { headers });
    expect((json as { rules: { links: object }[] }).rules[0]?.links).to.deep.equal([
      { rel: 'self', href: `/insp/v1/rules/${UUID}` },
    ]);
  });

  it('are absolute for introspections', async () => {
    api().records.add({ uuid: UUID });
    const { json } = await api().call('GET', `/v1/introspection/${UUID}`, {
      headers: { 'X-Forwarded-Prefix': '/insp' },
    });
    expect((json as { links: object }).links).to.deep.equal([
      { rel: 'self', href: `${api().url}/insp/v1/introspection/${UUID}` },
    ]);
  });
});

describe('Links below a mounted path', () => {
  const api = withApi({ scriptName: '/baremetal/' });
  const hrefWith = async (headers: Record<string, string>) =>
    (await api().call('GET', '/', { headers })).text.match(/"href":"http:\/\/[^/]+([^"]*)"/)?.[1];

  it('begin with that path', async () => {
    expect(await hrefWith({})).to.equal('/baremetal/v1');
  });
  it('have the prefix of the proxy before it', async () => {
    expect(await hrefWith({ 'X-Forwarded-Prefix': '/outer' })).to.equal('/outer/baremetal/v1');
  });
  it('have it once when the proxy says the same', async () => {
    expect(await hrefWith({ 'X-Forwarded-Prefix': '/baremetal' })).to.equal('/baremetal/v1');
  });
});

describe('The application', () => {
  it('can be made several times in one process', async () => {
    const servers = [await ApiServer.start(), await ApiServer.start()];
    try {
      for (const server of servers) expect(await server.call('GET', '/metrics')).to.include({ status: 200 });
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });
});
