#!/usr/bin/env node
// Writes the parts of the documentation that come from the code: `node scripts/generate-docs.mjs [--check]`.
// With --check nothing is written; the exit status is 1 when a file is out of date.
import { mkdirSync, readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const core = (file) => import(pathToFileURL(join(root, 'core/dist', file)));
const { GROUPS, TOP_LEVEL } = await core('config/groups.js');
const { NOT_AVAILABLE, NOT_AVAILABLE_GROUPS, NOT_AVAILABLE_VALUES } = await core('config/not-available.js');
const { configSchema } = await core('config/schema.js');
const { ERROR_CODES } = await import('@inspector/plugin-api');

const NOTE = '<!-- Written by scripts/generate-docs.mjs; edit the code it reads instead. -->';
const plugins = await readPlugins();

const files = {
  'docs/reference/configuration.md': configurationPage(),
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/plugins.md': pluginsPage(),
  'config/inspector.config.schema.json': await format(JSON.stringify(publishedSchema()), {
    parser: 'json',
    printWidth: 110,
  }),
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

/** First-party plugins with the options their definitions take. */
async function readPlugins() {
  const found = [];
  for (const id of readdirSync(join(root, 'plugins')).sort()) {
    const folder = join(root, 'plugins', id);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.inspector === undefined) continue;
    const entries = [];
    let properties = {};
    for (const [group, names] of Object.entries(manifest.inspector.entryPoints)) {
      for (const [name, entry] of Object.entries(names)) {
        const [file, exported = 'default'] = entry.split('#');
        const definition = (await import(pathToFileURL(join(folder, file))))[exported];
        properties = { ...properties, ...definition.configSchema?.properties };
        entries.push({ group, name });
      }
    }
    found.push({ id, manifest, entries, properties });
  }
  return found;
}

function configurationPage() {
  const lines = [
    '# Configuration',
    '',
    NOTE,
    '',
    'Every option with its type and default. They go into `inspector.config.js` (or `.mjs`, `.cjs`, `.json`, `.yaml`, or the',
    '`inspector` key of `package.json`), or into the environment: `INSPECTOR_LISTEN_PORT=5051`,',
    '`INSPECTOR_PROCESSING__STORE_DATA=none`. `inspector config print` shows what is in force.',
    '',
    '## Top level',
    '',
    ...optionTable(optionsOf(TOP_LEVEL)),
  ];
  for (const [name, group] of Object.entries(GROUPS)) {
    lines.push('', `## \`${name}\``, '', ...optionTable(optionsOf(group)));
  }
  for (const { id, manifest, properties } of plugins) {
    if (Object.keys(properties).length === 0) continue;
    const key = manifest.inspector.configGroup ?? `plugins['${id}']`;
    lines.push('', `## \`${key}\``, '', `Read by \`${manifest.name}\`.`, '', ...optionTable(properties));
  }
  lines.push('', ...notAvailable());
  return `${lines.join('\n')}\n`;
}

function notAvailable() {
  const values = Object.entries(NOT_AVAILABLE_VALUES).map(
    ([path, choices]) =>
      `| ${choices.map((choice) => `\`${path}: '${choice}'\``).join(', ')} | callers are not authenticated by this version; let only trusted programs reach the API, or put a proxy that authenticates in front of it |`,
  );
  const options = Object.entries(NOT_AVAILABLE).map(([path, reason]) => `| \`${path}\` | ${cell(reason)} |`);
  const groups = Object.entries(NOT_AVAILABLE_GROUPS).map(
    ([name, reason]) => `| \`[${name}]\` of the old file | ${cell(reason)} |`,
  );
  return [
    '## Options of ironic-inspector that are not available',
    '',
    'A configuration with one of them is refused; `inspector config import` leaves them out and says so. It carries',
    '`authStrategy` over all the same, so that authentication does not get lost unnoticed.',
    '',
    '| Option | Why, and what to do |',
    '| --- | --- |',
    ...values,
    ...options,
    ...groups,
  ];
}

function optionsOf(group) {
  return Object.fromEntries(Object.entries(group).map(([name, option]) => [name, option.schema]));
}

function optionTable(properties) {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const fallback = 'default' in schema ? `\`${JSON.stringify(schema.default)}\`` : '–';
    return `| \`${name}\` | ${typeOf(schema)} | ${fallback} | ${cell(schema.description ?? '')} |`;
  });
  return ['| Option | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows];
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function typeOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const range = [schema.minimum, schema.maximum];
  const bounds = range.some((bound) => bound !== undefined) ? ` ${range[0] ?? ''}…${range[1] ?? ''}` : '';
  return `${[schema.type ?? 'any'].flat().join(' or ')}${bounds}`;
}

function errorsPage() {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, meaning }]) => `| \`${code}\` | ${status} | ${cell(meaning)} |`,
  );
  return [
    '# Errors',
    '',
    NOTE,
    '',
    'Every expected failure has a code that is never reused for another meaning. The API answers with the status; the',
    'message of each says what happened, to which node or plugin, and what to do.',
    '',
    '| Code | Status | Meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function pluginsPage() {
  const rows = plugins.flatMap(({ manifest, entries }) =>
    entries.map(({ group, name }) => `| \`${name}\` | \`${group}\` | \`${manifest.name}\` |`),
  );
  return [
    '# First-party plugins',
    '',
    NOTE,
    '',
    '| Name | Group | Package |',
    '| --- | --- | --- |',
    ...rows.sort(),
    '',
  ].join('\n');
}

function publishedSchema() {
  const pluginGroups = {};
  const own = {};
  for (const { id, manifest, properties } of plugins) {
    const schema = { type: 'object', description: `Options of ${manifest.name}.`, properties };
    const group = manifest.inspector.configGroup;
    if (group) pluginGroups[group] = schema;
    else if (Object.keys(properties).length > 0) own[id] = schema;
  }
  return configSchema({ pluginGroups, plugins: own });
}
