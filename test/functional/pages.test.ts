import { definePage } from '@inspector/plugin-api';
import { startInspector, type RunningInspector } from '@inspector/test-kit';
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('A plugin that is a page', () => {
  let folder: string;
  let service: RunningInspector | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-page-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Racks</title>');
  });
  afterEach(async () => {
    await service?.stop();
    await rm(folder, { recursive: true });
  });
  const page = (id: string, directory: string) =>
    definePage({ id, setup: () => ({ directory: () => directory }) });

  it('is served under its name once it is installed', async () => {
    service = await startInspector({ plugins: { pages: [page('racks', folder)] } });
    const answer = await fetch(`${service.url}/racks/`);
    expect(await answer.text()).to.equal('<!doctype html><title>Racks</title>');
    expect((await fetch(`${service.url}/racks/other.html`)).status).to.equal(404);
    expect((await fetch(`${service.url}/v1`)).status).to.equal(200);
  });

  it('is left out where it cannot be served, and the service works all the same', async () => {
    const pages = [page('racks', join(folder, 'nothing')), page('v1', folder), page('good', folder)];
    service = await startInspector({ plugins: { pages } });
    expect((await fetch(`${service.url}/racks/`)).status).to.equal(404);
    expect((await fetch(`${service.url}/good/`)).status).to.equal(200);
    expect(await (await fetch(`${service.url}/v1`)).json()).to.have.property('resources');
    const told = service.log.map(({ msg }) => msg).join('\n');
    expect(told).to.match(/\/racks\/ of .* is not served: .*there is no such folder/);
    expect(told).to.match(/\/v1\/ of .* is not served: \/v1 is a path of the API/);
  });
});
