import { expect } from 'chai';
import { withApi } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('Routing', () => {
  const api = withApi();

  const unknown: [string, string, string][] = [
    ['GET', '/v2', 'Version v2 not found.'],
    ['GET', '/favicon.ico', 'Version favicon.ico not found.'],
    ['GET', '/introspection', 'Version introspection not found.'],
    ['GET', '/V1', 'Version V1 not found.'],
    ['GET', '/.*', 'Version .* not found.'],
    ['GET', '/v%31x', 'Version v1x not found.'],
    ['GET', '/%zz', 'Version %zz not found.'],
    ['GET', '/v1/nothing', '404 Not Found:'],
    ['GET', '/v1/Rules', '404 Not Found:'],
    ['POST', '/v1/introspection/a/b/c/d', '404 Not Found:'],
    ['OPTIONS', '/v1/nothing', '404 Not Found:'],
    ['GET', '/v1/nothing//here', '404 Not Found:'],
  ];
  for (const [method, path, message] of unknown) {
    it(`finds nothing at ${method} ${path}`, async () => {
      const answer = await api().call(method, path);
      expect(answer.status).to.equal(404);
      expect(answer.message.startsWith(message), answer.message).to.equal(true);
    });
  }

  const allowed: [string, string][] = [
    ['/', 'GET, HEAD, OPTIONS'],
    ['/v1', 'GET, HEAD, OPTIONS'],
    ['/v1/continue', 'OPTIONS, POST'],
    ['/v1/introspection', 'GET, HEAD, OPTIONS'],
    [`/v1/introspection/${NODE}`, 'GET, HEAD, OPTIONS, POST'],
    [`/v1/introspection/${NODE}/abort`, 'OPTIONS, POST'],
    [`/v1/introspection/${NODE}/data`, 'GET, HEAD, OPTIONS'],
    [`/v1/introspection/${NODE}/data/unprocessed`, 'GET, HEAD, OPTIONS, POST'],
    ['/v1/rules', 'DELETE, GET, HEAD, OPTIONS, POST'],
    [`/v1/rules/${NODE}`, 'DELETE, GET, HEAD, OPTIONS'],
  ];
  for (const [path, allow] of allowed) {
    it(`tells the methods of ${path}`, async () => {
      const options = await api().call('OPTIONS', path);
      expect(options).to.include({ status: 200, text: '' });
      expect(options.headers.get('Allow')).to.equal(allow);
      for (const method of ['PUT', 'PATCH', 'PROPFIND']) {
        const refused = await api().call(method, path);
        expect(refused.status).to.equal(405);
        expect(refused.headers.get('Allow')).to.equal(allow);
        expect(refused.message).to.match(/^405 Method Not Allowed: /);
      }
    });
  }

  it('does not mind a trailing slash, whatever the method', async () => {
    api().records.add({ uuid: NODE });
    expect((await api().call('GET', '/v1/')).json).to.have.property('resources');
    expect((await api().call('GET', '/v1/rules/')).json).to.deep.equal({ rules: [] });
    expect(await api().call('DELETE', '/v1/rules/')).to.include({ status: 204 });
    expect((await api().call('GET', `/v1/introspection/${NODE}/`)).json).to.include({ uuid: NODE });
    expect(await api().call('POST', `/v1/introspection/${NODE}/abort/`)).to.include({ status: 202 });
  });

  it('collapses leading slashes silently', async () => {
    const answer = await api().raw('GET //v1/rules?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(answer).to.match(/^HTTP\/1.1 200 OK\r\n/);
    expect(answer).to.contain('{"rules":[]}');
    expect(await api().raw('GET /// HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')).to.contain(
      '"versions"',
    );
  });

  it('does not mind needless percent-encoding, and decodes only once', async () => {
    expect(await (await fetch(`${api().url}/v1/%72ules`)).json()).to.deep.equal({ rules: [] });
    await api().call('POST', '/v1/introspection/%6eode%2541');
    expect(api().conductor.asked[0]).to.include({ node: 'node%41' });
  });

  const doubled: [string, string][] = [
    ['/v1//rules', '/v1/rules'],
    ['/v1/rules//', '/v1/rules/'],
    ['/v1///rules', '/v1/rules'],
    [`/v1/introspection//${NODE}?manage_boot=0`, `/v1/introspection/${NODE}?manage_boot=0`],
  ];
  for (const [path, target] of doubled) {
    it(`redirects ${path}`, async () => {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await api().call(method, path);
        expect(answer.status).to.equal(308);
        expect(answer.headers.get('Location')).to.equal(api().url + target);
      }
      expect(api().conductor.asked).to.deep.equal([]);
    });
  }

  it('answers HEAD like GET, without the body', async () => {
    api().records.add({ uuid: NODE });
    await api().storage.save(NODE, '{"a":1.0}', true);
    await api().storage.save(NODE, '{"b":2}', false);
    await api().rules.createJson(
      `{"uuid":"${NODE}","description":null,"scope":null,"conditions":[],"actions":[]}`,
    );
    const paths = [
      '/',
      '/v1',
      '/v1/introspection',
      `/v1/introspection/${NODE}`,
      `/v1/introspection/${NODE}/data`,
      `/v1/introspection/${NODE}/data/unprocessed`,
      '/v1/rules',
      `/v1/rules/${NODE}`,
      '/v1/rules/none',
      '/nothing/here',
    ];
    for (const path of paths) {
      const get = await api().call('GET', path);
      const head = await api().call('HEAD', path);
      expect(head.text).to.equal('');
      expect(head.status, path).to.equal(get.status);
      for (const name of ['content-type', 'content-length']) {
        expect(head.headers.get(name), `${path} ${name}`).to.equal(get.headers.get(name));
      }
    }
  });

  it('answers JSON with its length, compactly, on one line', async () => {
    const answer = await api().call('GET', '/v1/rules');
    expect(answer.text).to.equal('{"rules":[]}\n');
    expect(answer.headers.get('Content-Type')).to.equal('application/json');
    expect(answer.headers.get('Content-Length')).to.equal(String(answer.text.length));
  });

  it('answers a deletion with the headers that old clients expect', async () => {
    const answer = await api().raw('DELETE /v1/rules HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(answer).to.match(/^HTTP\/1.1 204 No Content\r\n/);
    expect(answer).to.contain('\r\nContent-Type: text/plain; charset=utf-8\r\n');
    expect(answer).to.contain('\r\nContent-Length: 0\r\n');
    expect(answer.endsWith('\r\n\r\n')).to.equal(true);
  });
});
