import { expect } from 'chai';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Pages } from '../../src/api/pages/pages.js';
import { readPage } from '../../src/api/pages/read-page.js';
import { ApiServer } from './api-server.js';

const SCRIPT = 'console.log("a page");\n'.repeat(50);

describe('Pages', () => {
  let folder: string;
  let api: ApiServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-page-'));
    const page = join(folder, 'page');
    await mkdir(join(page, 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(page, 'index.html'), '<!doctype html><title>x</title>');
    await writeFile(join(page, '.hidden'), 'secret');
    await writeFile(join(page, 'assets/main-4f1c.js'), SCRIPT);
    await writeFile(join(page, 'assets/main-4f1c.js.gz'), gzipSync(SCRIPT));
    await symlink(join(folder, 'secret.txt'), join(page, 'link.txt'));
    const pages: Pages = new Map([['ui', await readPage(page)]]);
    const nobody = { identify: () => Promise.reject(new Error('nobody asks for credentials of a page')) };
    api = await ApiServer.start({}, { pages, access: nobody });
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  /** Sends a path as it is; `fetch` would take `..` out of it. */
  const get = (
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const sent = request({ port: api.port, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      });
      sent.on('error', reject).end();
    });

  it('are shown to everybody, and browsers ask again each time whether they are new', async () => {
    const answer = await api.call('GET', '/ui/');
    expect(answer).to.include({ status: 200, text: '<!doctype html><title>x</title>' });
    expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).to.equal('no-cache');
    const headers = { 'If-None-Match': answer.headers.get('etag') ?? '' };
    const again = await get('/ui/index.html', headers);
    expect([again.status, again.body.length]).to.deep.equal([304, 0]);
  });

  it('may not run what is not their own, or is made of text', async () => {
    const policy = (await api.call('GET', '/ui/')).headers.get('content-security-policy');
    for (const part of ["default-src 'self'", "script-src 'self'", "require-trusted-types-for 'script'"])
      expect(policy?.split('; ')).to.include(part);
    const { headers } = await api.call('GET', '/ui/assets/main-4f1c.js');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('x-frame-options')).to.equal('DENY');
  });

  it('have files that browsers keep for ever, where names change with the content', async () => {
    const { headers, text } = await api.call('GET', '/ui/assets/main-4f1c.js');
    expect(headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    expect(text).to.equal(SCRIPT);
  });

  it('are sent compressed to whom takes that, and plain to others', async () => {
    const path = '/ui/assets/main-4f1c.js';
    const compressed = (await get(path, { 'Accept-Encoding': 'br, gzip' })).body;
    expect(compressed.length).to.be.below(SCRIPT.length);
    expect(gunzipSync(compressed).toString()).to.equal(SCRIPT);
    for (const encoding of ['identity', 'gzip;q=0', 'br'])
      expect((await get(path, { 'Accept-Encoding': encoding })).body.toString()).to.equal(SCRIPT);
    expect((await get(`${path}.gz`)).status).to.equal(404);
  });

  it('answer HEAD without a body', async () => {
    const answer = await api.call('HEAD', '/ui/');
    expect(answer).to.include({ status: 200, text: '' });
    expect(answer.headers.get('content-length')).to.equal('31');
  });

  it('give out no file of any other folder, none that is hidden, and none behind a link', async () => {
    const paths = [
      '/ui/../secret.txt',
      '/ui/..%2fsecret.txt',
      '/ui/%2e%2e/secret.txt',
      '/ui/assets/../../secret.txt',
      '/ui/..\\secret.txt',
      `/ui/${folder}/secret.txt`,
      `/ui//${folder}/secret.txt`,
      '/ui/.hidden',
      '/ui/link.txt',
      '/ui/assets',
      '/ui/assets/',
    ];
    for (const path of paths) {
      const { status, body } = await get(path);
      expect(status, path).to.equal(404);
      expect(body.toString()).not.to.include('secret"');
    }
  });

  it('lead from the path without a slash to themselves, relative to whatever is before it', async () => {
    const answer = await api.call('GET', '/ui?x=1');
    expect(answer.status).to.equal(308);
    expect(answer.headers.get('location')).to.equal('ui/?x=1');
  });

  it('cannot be written to', async () => {
    const answer = await api.call('POST', '/ui/', { body: 'x' });
    expect(answer.status).to.equal(405);
    expect(answer.headers.get('allow')).to.equal('GET, HEAD');
  });

  it('are refused with what is wrong when they cannot be served', async () => {
    await mkdir(join(folder, 'empty'));
    for (const [path, why] of [
      [join(folder, 'empty'), 'it has no index.html'],
      [join(folder, 'nothing'), 'there is no such folder'],
      ['page', 'it is not an absolute path'],
    ] as const) {
      const error = await readPage(path).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(error).to.have.property('code', 'INSP_PAGE_UNREADABLE');
      expect(error?.message).to.include(why);
    }
  });
});
