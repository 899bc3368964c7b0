#!/usr/bin/env node
// Compiles the JSON Schemas of the configuration and of the options of our plugins, so that a start need not do it:
// `node scripts/compile-schemas.mjs`, after the TypeScript compiler. Part of `npm run build`.
import standaloneCode from 'ajv/dist/standalone/index.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const core = (file) => import(pathToFileURL(join(root, 'core/dist', file)));
const { configSchema } = await core('config/schema.js');
const { CONFIG_SCHEMA_OPTIONS } = await core('config/validator.js');
const { COMPILED_FOLDER, compiledName } = await core('schemas/compiled.js');
const { OPTIONS_SCHEMA_OPTIONS, schemaCompiler } = await import('@inspector/plugin-api/package');

const code = { source: true, optimize: 2 };
const files = new Map([
  compiled('configuration', configSchema(), new Ajv2020({ ...CONFIG_SCHEMA_OPTIONS, code })),
]);
for (const schema of await pluginSchemas()) {
  files.set(...compiled('plugin-options', schema, schemaCompiler({ ...OPTIONS_SCHEMA_OPTIONS, code })));
}

const folder = fileURLToPath(COMPILED_FOLDER);
mkdirSync(folder, { recursive: true });
for (const [name, text] of files) {
  // A service that starts during a build must not read half a file.
  const unfinished = join(folder, `${name}.${process.pid}`);
  writeFileSync(unfinished, text);
  renameSync(unfinished, join(folder, name));
}
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name), { force: true });

function compiled(purpose, schema, ajv) {
  return [compiledName(purpose, schema), standaloneCode.default(ajv, ajv.compile(schema))];
}

/** The schemas of all definitions of all plugins here. */
async function pluginSchemas() {
  const schemas = [];
  for (const id of readdirSync(join(root, 'plugins')).sort()) {
    const folder = join(root, 'plugins', id);
    const { inspector } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const entry of Object.values(inspector?.entryPoints ?? {}).flatMap(Object.values)) {
      const [file, exported = 'default'] = entry.split('#');
      const definition = (await import(pathToFileURL(join(folder, file))))[exported];
      if (definition.configSchema !== undefined) schemas.push(definition.configSchema);
    }
  }
  return schemas;
}
