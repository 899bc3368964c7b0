// Time to discover 200 installed plugins and to load 10 of them, each time in a fresh process.
//
//   node test/bench/discovery.mjs [installed] [enabled]
//
// Exits with 1 when discovery takes 150 ms or more (median), or when a plugin is imported that is not enabled.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const LIMIT_MS = 150;
const RUNS = 9;
const child = fileURLToPath(new URL('discovery-child.mjs', import.meta.url));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Half of the packages scoped, among as many that are no plugins. */
async function install(folder, count) {
  const all = Array.from({ length: count }, async (_, index) => {
    const name = index % 2 ? `@acme/inspector-hook-bench-${index}` : `inspector-hook-bench-${index}`;
    const path = join(folder, 'node_modules', name);
    await mkdir(join(path, 'lib'), { recursive: true });
    await mkdir(join(folder, 'node_modules', `unrelated-${index}`), { recursive: true });
    const manifest = {
      name,
      version: '1.0.0',
      type: 'module',
      keywords: ['inspector-plugin'],
      peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
      inspector: {
        api: 1,
        entryPoints: { 'inspector.hook.processing': { [`bench_${index}`]: './lib/index.js' } },
      },
    };
    await writeFile(join(path, 'package.json'), JSON.stringify(manifest, null, 2));
    await writeFile(
      join(path, 'lib/index.js'),
      `globalThis.imported = (globalThis.imported ?? 0) + 1;\nexport default { id: 'bench_${index}', setup: () => ({}) };\n`,
    );
  });
  await Promise.all(all);
}

const [installed = 200, enabled = 10] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'));
try {
  await install(folder, installed);
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [child, folder, String(enabled)]);
    runs.push(JSON.parse(stdout));
  }
  const discovery = median(runs.map((run) => run.discoveryMs));
  const worst = Math.max(...runs.map((run) => run.discoveryMs));
  const load = median(runs.map((run) => run.loadMs));
  const { found, imported } = runs[0];
  console.log(
    `discovery of ${found} of ${installed} installed plugins: median ${discovery.toFixed(1)} ms, worst ${worst.toFixed(1)} ms (limit ${LIMIT_MS} ms)`,
  );
  console.log(`loading ${enabled} of them: median ${load.toFixed(1)} ms, ${imported} imported`);
  const exact = runs.every((run) => run.imported === enabled && run.found === installed);
  if (!exact || discovery >= LIMIT_MS) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
