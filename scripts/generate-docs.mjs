#!/usr/bin/env node
// Writes what is made from the code, pages mostly: `node scripts/generate-docs.mjs [--check]`.
// With --check nothing is written; the exit status is 1 when a file is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { ROOMS } from '../.dependency-cruiser.mjs';
import { apiReference } from './docs/api-reference.mjs';
import { apiReport } from './docs/api-report.mjs';
import { configurationPage } from './docs/configuration-page.mjs';
import { diagnosisPage } from './docs/diagnosis-page.mjs';
import { errorsPage } from './docs/errors-page.mjs';
import { firstPartyPlugins } from './docs/first-party-plugins.mjs';
import { firstPartyTable } from './docs/first-party-table.mjs';
import { manPage } from './docs/man-page.mjs';
import { metricsPage } from './docs/metrics-page.mjs';
import { pluginsPage } from './docs/plugins-page.mjs';
import { publishedSchema } from './docs/published-schema.mjs';
import { roomsPage } from './docs/rooms-page.mjs';
import { statesPage } from './docs/states-page.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const core = (file) => import(pathToFileURL(join(root, 'core/dist', file)));
const { GROUPS, TOP_LEVEL } = await core('config/groups.js');
const { NOT_AVAILABLE, NOT_AVAILABLE_GROUPS } = await core('config/not-available.js');
const { configSchema } = await core('config/schema.js');
const { CAUSES } = await core('diagnosis/causes.js');
const { TRANSITIONS } = await core('introspection/state-machine.js');
const { ERROR_CODES } = await import('@inspector/plugin-api');
const { createMetrics } = await core('metrics/metrics.js');
const { wholeProgram } = await core('cli/main.js');
const { commandTree } = await core('cli/completion/command-tree.js');
const { processRegistry } = await core('metrics/process-metrics.js');
const plugins = await firstPartyPlugins(root);
const { version } = JSON.parse(readFileSync(join(root, 'core/package.json'), 'utf8'));

const files = {
  'docs/reference/configuration.md': configurationPage({
    topLevel: TOP_LEVEL,
    groups: GROUPS,
    plugins,
    notAvailable: { options: NOT_AVAILABLE, groups: NOT_AVAILABLE_GROUPS },
  }),
  'docs/reference/diagnosis.md': diagnosisPage(CAUSES),
  'core/man/inspector.1': manPage(commandTree(await wholeProgram({})), version),
  'docs/reference/errors.md': errorsPage(ERROR_CODES),
  'docs/reference/metrics.md': metricsPage(
    [createMetrics().registry, processRegistry()].flatMap((registry) => registry.getMetricsAsArray()),
  ),
  'docs/reference/plugins.md': pluginsPage(plugins),
  'docs/reference/rooms.md': roomsPage(ROOMS),
  'docs/reference/states.md': statesPage(TRANSITIONS),
  'docs/reference/plugin-api.md': await apiReference(root, 'plugins/plugin-api', {
    title: 'What plugins can import',
    introduction:
      'Every export of `@inspector/plugin-api`. What is stable is in its [README](../../plugins/plugin-api/README.md#what-is-stable).',
  }),
  'docs/reference/test-kit.md': await apiReference(root, 'test/kit', {
    title: 'What tests of plugins can import',
    introduction:
      'Every export of `@inspector/test-kit`. How it is used is in its [README](../../test/kit/README.md).',
  }),
  'plugins/plugin-api/api-report.md': await apiReport(root, 'plugins/plugin-api', {
    name: '@inspector/plugin-api',
    meaning:
      'A change of this page is a change of the plugin contract: [README.md](README.md) says which ones a minor version may have.',
  }),
  'test/kit/api-report.md': await apiReport(root, 'test/kit', {
    name: '@inspector/test-kit',
    meaning:
      'Tests of plugins stand on what is here: a change of this page follows the [same rules](README.md#what-is-stable) as one of the plugin contract.',
  }),
  'core/src/plugin-host/first-party-table.ts': await firstPartyTable(plugins),
  'config/inspector.config.schema.json': await format(
    JSON.stringify(publishedSchema(configSchema, plugins)),
    {
      parser: 'json',
      printWidth: 110,
    },
  ),
};

const check = process.argv.includes('--check');
let stale = 0;
for (const [name, content] of Object.entries(files)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
  if (check) {
    stale++;
    console.error(`${name} is out of date: run npm run docs`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${name}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
