// One measurement for discovery.mjs: discovers the plugins of a folder, loads some, prints JSON.
import { createLog } from '../../core/dist/log/log.js';
import { createMetrics } from '../../core/dist/metrics/metrics.js';
import { resolveConfig } from '../../core/dist/config/load.js';
import { createPluginHost } from '../../core/dist/plugin-host/registry.js';

const [folder, enabled] = process.argv.slice(2);
const options = {
  config: resolveConfig({}),
  cwd: folder,
  log: createLog({ debug: false }),
  metrics: createMetrics(),
};
const ours = (name) => name.includes('inspector-hook-bench-');

const start = performance.now();
const host = await createPluginHost(options);
const discovered = performance.now();
const installed = host.packages.filter(({ name }) => ours(name));
const names = Array.from({ length: Number(enabled) }, (_, index) => `bench_${index * 3}`);
await host.load({ drivers: [], named: [{ group: 'inspector.hook.processing', names }], extensions: [] });
const loaded = performance.now();

console.log(
  JSON.stringify({
    found: installed.length,
    discoveryMs: discovered - start,
    loadMs: loaded - discovered,
    imported: globalThis.imported ?? 0,
  }),
);
