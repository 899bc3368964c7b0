import type { ImportedConfig } from './import-ini.js';

/** The text of an `inspector.config.mjs` with imported options. */
export function configModule({ config, secrets }: ImportedConfig, source: string): string {
  const names = Object.keys(secrets);
  const about =
    names.length === 0
      ? []
      : [
          '// Secrets are not in this file; set them in the environment:',
          ...names.map((name) => `//   ${name}`),
        ];
  return [
    `// Made from ${source}.`,
    ...about,
    "import { defineConfig } from '@inspector/core';",
    '',
    `export default defineConfig(${literal(config, '')});`,
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
