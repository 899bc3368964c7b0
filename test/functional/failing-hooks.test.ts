import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const MANIFEST = {
  name: 'inspector-hook-trouble',
  version: '1.0.0',
  type: 'module',
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '*' },
  inspector: {
    api: 1,
    entryPoints: { 'inspector.hook.processing': { endless: './endless.js', buggy: './buggy.js' } },
  },
};
/** Both are well once there is a file of that name. */
const SOURCES = {
  'endless.js': `import { existsSync } from 'node:fs';
const work = (data, node, { signal }) =>
  existsSync(new URL('well', import.meta.url))
    ? undefined
    : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
export default { id: 'endless', setup: () => ({ beforeUpdate: work }) };
`,
  'buggy.js': `import { existsSync } from 'node:fs';
const work = (data) => {
  if (!existsSync(new URL('well', import.meta.url))) data.absent.member = 1;
};
export default { id: 'buggy', setup: () => ({ beforeUpdate: work }) };
`,
};

describe('a hook that fails', () => {
  let folder: string;
  let plugin: string;
  let bench: Bench;
  let data: JsonObject;
  before(async () => {
    data = await payload();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-failing-hooks-'));
    plugin = join(folder, 'node_modules/inspector-hook-trouble');
    await mkdir(plugin, { recursive: true });
    await writeFile(join(plugin, 'package.json'), JSON.stringify(MANIFEST));
    for (const [name, source] of Object.entries(SOURCES)) await writeFile(join(plugin, name), source);
  });
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });

  const waiting = async (hook: string): Promise<string> => {
    bench = await Bench.start({
      processing: { processingHooks: ['$default_processing_hooks', hook] },
      pluginHost: { roots: [folder, process.cwd()], timeout: 1 },
    });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    return uuid;
  };
  const text = (body: JsonObject): string => JSON.stringify(body);

  it('by its time limit ends the introspection, and no ramdisk is asked to post the same again', async () => {
    const uuid = await waiting('endless');
    const { status, body } = await bench.post(data);
    expect(status).to.equal(400);
    expect(text(body)).to.match(/Hook endless took longer than 1 seconds; raise pluginHost.timeout/);
    const { state, error } = await bench.finished(uuid);
    expect(state).to.equal('error');
    expect(error).to.match(/^Hook endless took longer than 1 seconds/);
  });

  it('leaves data that can be processed again once it is repaired', async () => {
    const uuid = await waiting('endless');
    await bench.post(data);
    await bench.finished(uuid);
    await writeFile(join(plugin, 'well'), '');
    const reapplied = await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    expect(reapplied.status).to.equal(202);
    expect(await bench.until(uuid, ({ state }) => state === 'finished')).to.include({ error: null });
  });

  it('is named once more to a ramdisk that posts again, which is no unknown machine', async () => {
    const uuid = await waiting('buggy');
    const first = await bench.post(data);
    expect(first.status).to.equal(500);
    expect(text(first.body)).to.include('Unexpected exception TypeError during processing');
    await bench.finished(uuid);
    const again = await bench.post(data);
    expect(again.status).to.equal(400);
    expect(text(again.body)).to.match(
      /Look up error: .* has failed with them: Unexpected exception TypeError/,
    );
    expect((await bench.request('GET', '/v1/unmatched')).body).to.deep.equal({ unmatched: [] });
    await writeFile(join(plugin, 'well'), '');
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });
});
