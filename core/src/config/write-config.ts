import { extname } from 'node:path';
import { stringify } from 'yaml';
import { InspectorError } from '@inspector/plugin-api';
import type { ImportedConfig } from './import-ini.js';

/** How the text of a configuration with imported options begins and what it holds, by the end of the file's name. */
type Writer = (imported: ImportedConfig, source: string) => string;

const WRITERS: Readonly<Record<string, Writer>> = {
  '.mjs': (imported, source) => module('export default', imported, source),
  '.js': (imported, source) => module('export default', imported, source),
  '.cjs': (imported, source) => module('module.exports =', imported, source),
  '.json': ({ config }) => `${JSON.stringify(config, null, 2)}\n`,
  '.yaml': yaml,
  '.yml': yaml,
};

/**
 * The text of a configuration with imported options, in the format that the name of its file asks for; JavaScript where
 * the name has no ending.
 *
 * @param file - undefined: standard output
 * @param source - what it was made from
 * @throws `INSP_BAD_REQUEST` for an ending that no configuration has
 */
export function configText(file: string | undefined, imported: ImportedConfig, source: string): string {
  const ending = file === undefined ? '' : extname(file);
  const write = ending === '' ? WRITERS['.mjs'] : WRITERS[ending];
  if (write !== undefined) return write(imported, source);
  throw new InspectorError(
    'INSP_BAD_REQUEST',
    `${file} cannot be a configuration: its name must end in ${Object.keys(WRITERS).join(', ')}.`,
  );
}

/** Says where the configuration comes from, and where its secrets go. */
function about({ secrets }: ImportedConfig, source: string): string[] {
  const names = Object.keys(secrets);
  if (names.length === 0) return [`Made from ${source}.`];
  return [
    `Made from ${source}.`,
    'Secrets are not in this file; set them in the environment:',
    ...names.map((name) => `  ${name}`),
  ];
}

function yaml(imported: ImportedConfig, source: string): string {
  const lines = about(imported, source).map((line) => `# ${line}\n`);
  return lines.join('') + stringify(imported.config);
}

function module(beginning: string, imported: ImportedConfig, source: string): string {
  const isModule = beginning === 'export default';
  const text = literal(imported.config, '');
  return [
    ...about(imported, source).map((line) => `// ${line}`),
    ...(isModule ? ["import { defineConfig } from '@inspector/core';", ''] : []),
    `${beginning} ${isModule ? `defineConfig(${text})` : text};`,
    '',
  ].join('\n');
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

function literal(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner = `${indent}  `;
    const lines = Object.entries(value).map(
      ([key, item]) => `${inner}${PLAIN_KEY.test(key) ? key : quoted(key)}: ${literal(item, inner)},`,
    );
    return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
