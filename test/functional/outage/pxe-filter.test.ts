import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../harness.js';
import { TIMING, tryCells, type Step } from './cells.js';
import { Scene } from './scene.js';

/** A filter whose command fails while a file says so. */
const SHAKY_FILTER = {
  name: 'inspector-pxe-filter-shaky',
  version: '1.0.0',
  type: 'module',
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '*' },
  inspector: { api: 1, entryPoints: { 'inspector.pxe-filter': { shaky: './index.js' } } },
};
const SHAKY_SOURCE = `import { existsSync } from 'node:fs';
const apply = async () => {
  if (existsSync(new URL('broken', import.meta.url))) throw new Error('no DHCP here');
};
export default {
  id: 'shaky',
  setup: () => ({ init: apply, sync: async () => (await apply(), { changes: 0 }), tearDown: async () => {} }),
};
`;
const STEPS: readonly Step<undefined>[] = [
  { operation: 'start', name: 'a machine is let in', place: undefined },
  { operation: 'continue', name: 'a machine is shut out', place: undefined },
  { operation: 'reapply', name: 'data are processed', place: undefined },
  { operation: 'abort', name: 'a machine is shut out', place: undefined },
];

describe('an outage of the PXE filter', () => {
  let folder: string;
  let broken: string;
  let bench: Bench;
  let scene: Scene;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-outage-'));
    const plugin = join(folder, 'node_modules/inspector-pxe-filter-shaky');
    broken = join(plugin, 'broken');
    await mkdir(plugin, { recursive: true });
    await writeFile(join(plugin, 'package.json'), JSON.stringify(SHAKY_FILTER));
    await writeFile(join(plugin, 'index.js'), SHAKY_SOURCE);
    bench = await Bench.start(
      {
        cleanUpPeriod: 1,
        pluginHost: { roots: [folder, process.cwd()] },
        pxeFilter: { driver: 'shaky', syncPeriod: 0 },
      },
      {},
      undefined,
      TIMING,
    );
    scene = await Scene.of(bench);
  });
  after(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });

  tryCells({
    ways: ['refuses its command'],
    steps: STEPS,
    sample: 2,
    trial: () => ({
      scene,
      begin: async () => {
        await writeFile(broken, '');
        return { met: Promise.resolve(), end: () => rm(broken, { force: true }) };
      },
    }),
  });

  it('is named where a start fails', async () => {
    const { uuid } = scene.machine();
    await writeFile(broken, '');
    await bench.start(uuid);
    const { state, error } = await scene.over(uuid);
    await rm(broken);
    expect(state).to.equal('error');
    expect(error).to.match(/PXE filter driver ShakyFilter.*no DHCP here/);
    await scene.waiting(uuid);
  });
});
