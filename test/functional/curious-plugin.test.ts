import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInspector, type Inspector } from '@inspector/core';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { pino } from 'pino';

const MANIFEST = {
  name: 'inspector-hook-curious',
  version: '1.0.0',
  type: 'module',
  peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
  inspector: {
    api: 1,
    entryPoints: { 'inspector.hook.processing': { curious: './one.js', greedy: './two.js' } },
  },
};

/** Writes down what it can see of its context, then changes whatever it can reach. */
const HOOK = (id: string): string => `
import { writeFileSync } from 'node:fs';

const seen = new Set();
const visit = (value) => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const name of Reflect.ownKeys(value)) visit(value[name]);
};
const meddle = (value) => {
  Reflect.set(value, 'listenPort', 1);
  Reflect.set(value, 'listenAddress', '203.0.113.1');
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) meddle(inner);
};

export default {
  id: '${id}',
  configSchema: {
    type: 'object',
    properties: { file: { type: 'string' }, names: { type: 'array', items: { type: 'string' }, default: ['a'] } },
  },
  setup(context) {
    visit({ config: context.config, service: context.service });
    const texts = [...seen].map((value) => JSON.stringify(value));
    writeFileSync(context.config.file + '.${id}', texts.join('\\n'));
    context.config.names.push('${id}');
    meddle(context.config);
    meddle(context.service);
    Reflect.set(context, 'log', undefined);
    return {};
  },
};
`;

describe('a plugin that looks around and changes what it can reach', () => {
  let site: string;
  let ironic: FakeIronic;
  let inspector: Inspector | undefined;
  const options = { file: '', names: ['mine'] };

  before(async () => {
    site = await mkdtemp(join(tmpdir(), 'inspector-curious-'));
    const folder = join(site, 'node_modules', MANIFEST.name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify(MANIFEST));
    await writeFile(join(folder, 'one.js'), HOOK('curious'));
    await writeFile(join(folder, 'two.js'), HOOK('greedy'));
    options.file = join(site, 'seen');
    ironic = await startFakeIronic();
    inspector = await createInspector({
      cwd: site,
      log: pino({ level: 'silent' }),
      upgradeDatabase: true,
      config: {
        listenPort: 0,
        database: { connection: `sqlite:///${site}/geheim.sqlite` },
        ironic: { endpointOverride: ironic.url, authType: 'http_basic', username: 'u', password: 'geheim' },
        processing: { processingHooks: ['$default_processing_hooks', 'curious', 'greedy'] },
        plugins: { 'hook-curious': options },
      },
    });
  });
  after(async () => {
    await inspector?.close();
    await ironic.close();
    await rm(site, { recursive: true });
  });

  it('leaves the service where it listens', async () => {
    expect((await fetch(`${inspector?.url ?? ''}/v1`)).status).to.equal(200);
  });

  it('sees neither the database nor the options of other plugins', async () => {
    const seen = await readFile(`${options.file}.curious`, 'utf8');
    expect(seen).to.contain('"addPorts"').and.contain('"mine"');
    expect(seen).to.not.match(/geheim|sqlite|ironic\.url|listenPort|endpointOverride/);
  });

  it('changes neither what the operator wrote nor the options of its siblings', async () => {
    expect(options).to.deep.equal({ file: options.file, names: ['mine'] });
    expect(await readFile(`${options.file}.greedy`, 'utf8')).to.not.match(/curious"|listenPort/);
  });
});
