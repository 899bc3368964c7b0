import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { resolveConfig } from '../../src/config/load.js';
import { ApiServer, withApi } from './api-server.js';

describe('The health check', () => {
  const api = withApi({ healthcheck: { enabled: true, path: '/alive' } });

  it('is empty and well when there is nothing to check', async () => {
    const answer = await api().call('GET', '/alive');
    expect(answer).to.include({ status: 200, text: '' });
    expect(answer.headers.get('Content-Type')).to.equal('text/plain; charset=UTF-8');
    expect(answer.headers.get('X-OpenStack-Ironic-Inspector-API-Maximum-Version')).to.equal(null);
  });

  it('takes any method and any version', async () => {
    const headers = { 'X-OpenStack-Ironic-Inspector-API-Version': '9.9' };
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      expect(await api().call(method, '/alive', { headers }), method).to.include({ status: 200 });
    }
    const head = await api().call('HEAD', '/alive');
    expect(head).to.include({ status: 204, text: '' });
    expect(head.headers.get('Content-Length')).to.equal('0');
  });

  it('is at its exact path only', async () => {
    expect(await api().call('GET', '/alive/')).to.include({ status: 404 });
    expect(await api().call('GET', '/healthcheck')).to.include({ status: 404 });
    expect(await api().call('GET', '/alive?detail=1')).to.include({ status: 200 });
  });

  it('is plain text for those who want something else', async () => {
    const answer = await api().call('GET', '/alive', { headers: { Accept: 'image/png' } });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('Content-Type')).to.equal('text/plain; charset=UTF-8');
  });
});

describe('The health check of a service without one', () => {
  const api = withApi();
  it('is not there', async () => {
    expect(await api().call('GET', '/healthcheck')).to.include({
      status: 404,
      message: 'Version healthcheck not found.',
    });
  });
});

describe('The health check with files', () => {
  let folder = '';
  let api: ApiServer;
  const ask = (accept: string, method = 'GET') =>
    fetch(`${api.url}/healthcheck`, { method, headers: { Accept: accept } });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-health-'));
    api = await ApiServer.start({
      healthcheck: {
        enabled: true,
        backends: ['disable_by_file', 'disable_by_files_ports'],
        disableByFilePath: join(folder, 'all'),
        disableByFilePaths: [`1:${join(folder, 'other')}`],
      },
    });
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  it('is well while they are absent', async () => {
    expect(await (await ask('text/plain')).text()).to.equal('OK\nOK');
    expect(await (await ask('application/json')).json()).to.deep.equal({
      detailed: false,
      reasons: ['OK', 'OK'],
    });
    const html = await ask('text/html');
    expect(html.status).to.equal(200);
    expect(await html.text())
      .to.contain('<title>Healthy')
      .and.to.contain('<th scope="row">disable_by_file</th><td>OK</td>');
  });

  it('is unwell as soon as one appears, in every form', async () => {
    await writeFile(join(folder, 'all'), '');
    const text = await ask('*/*');
    expect(text.status).to.equal(503);
    expect(await text.text()).to.equal('DISABLED BY FILE\nOK');
    const json = await ask('application/json');
    expect(json.status).to.equal(503);
    expect(await json.json()).to.deep.equal({ detailed: false, reasons: ['DISABLED BY FILE', 'OK'] });
    const html = await ask('text/html');
    expect(html.status).to.equal(503);
    expect(await html.text())
      .to.contain('<title>Unhealthy')
      .and.to.contain('<td>DISABLED BY FILE</td>');
    expect((await ask('*/*', 'HEAD')).status).to.equal(503);
  });

  it('does not mind the file of another port', async () => {
    await writeFile(join(folder, 'other'), '');
    expect((await ask('*/*')).status).to.equal(200);
  });
});

describe('The health check of one port, in detail', () => {
  it('is unwell when the file of that port exists', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-health-'));
    const paths: string[] = [];
    const config = resolveConfig({
      healthcheck: { enabled: true, detailed: true, backends: ['disable_by_files_ports'] },
    });
    const healthcheck = { ...config.healthcheck, disableByFilePaths: paths };
    const server = await ApiServer.start({}, { config: { ...config, healthcheck } });
    try {
      await writeFile(join(folder, 'down'), '');
      paths.push(`${server.port}:${join(folder, 'down')}`);
      const answer = await fetch(`${server.url}/healthcheck`, { headers: { Accept: 'application/json' } });
      expect(answer.status).to.equal(503);
      expect(await answer.json()).to.deep.include({
        detailed: true,
        reasons: [{ class: 'disable_by_files_ports', reason: 'DISABLED BY FILE', details: '' }],
      });
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });
});
