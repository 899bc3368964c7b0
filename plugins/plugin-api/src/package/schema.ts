import type * as Ajv from 'ajv/dist/2020.js';
import type { Ajv2020, Options, ValidateFunction } from 'ajv/dist/2020.js';
import type { FormatsPlugin } from 'ajv-formats';
import { createRequire } from 'node:module';
import type { InspectorError } from '../errors/inspector-error.js';
import { thrownText } from '../errors/thrown.js';
import { pluginProblem } from './problem.js';

/** A schema ready for use, or why it is none. */
export type CompiledSchema =
  | { readonly validate: ValidateFunction; readonly problem?: undefined }
  | { readonly validate?: undefined; readonly problem: InspectorError };

/** How ajv compiles the schema of a plugin: every problem counts, and defaults are filled in. */
export const OPTIONS_SCHEMA_OPTIONS: Options = {
  allErrors: true,
  useDefaults: true,
  strictTypes: false,
  strictTuples: false,
};

const require = createRequire(import.meta.url);

/** Made once: it compiles the schema of schemas, which takes longer than most schemas of plugins. */
let judge: Ajv2020 | undefined;

/** An ajv that knows the formats of JSON Schema. It is loaded only here: it takes a tenth of a second. */
export function schemaCompiler(options: Options): Ajv2020 {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  const addFormats = require('ajv-formats') as FormatsPlugin;
  const ajv = new Ajv2020(options);
  addFormats(ajv);
  return ajv;
}

/** Compiles the schema of a plugin (JSON Schema draft 2020-12). Unknown keywords are refused: they are misspelt ones. */
export function compileSchema(
  packageName: string,
  name: string,
  schema: Readonly<Record<string, unknown>>,
): CompiledSchema {
  try {
    judge ??= schemaCompiler(OPTIONS_SCHEMA_OPTIONS);
    void judge.validateSchema(schema, true);
    const validate = schemaCompiler({ ...OPTIONS_SCHEMA_OPTIONS, validateSchema: false }).compile(schema);
    const fault = faultOfOptions(schema, validate);
    return fault === undefined ? { validate } : { problem: bad(packageName, name, fault) };
  } catch (error) {
    return { problem: bad(packageName, name, `is not a valid JSON Schema: ${thrownText(error)}`, error) };
  }
}

const bad = (packageName: string, name: string, fault: string, cause?: unknown): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_BAD_SCHEMA',
    `The configSchema of "${name}" (${packageName}) ${fault}.`,
    `Correct it, or install a version that is correct: npm install ${packageName}@latest`,
    cause,
  );

/** What is wrong with a valid schema as that of options; undefined: nothing. */
function faultOfOptions(
  { type = 'object' }: Readonly<Record<string, unknown>>,
  validate: ValidateFunction,
): string | undefined {
  if (type !== 'object') return `has the type ${JSON.stringify(type)}, but options are an object`;
  // Defaults are filled in, so what it then refuses below the top are defaults of its own.
  void validate({});
  const refused = (validate.errors ?? []).filter(({ instancePath }) => instancePath !== '');
  if (refused.length === 0) return undefined;
  const faults = refused.map(({ instancePath, message = '' }) => `${instancePath.slice(1)} ${message}`);
  return `refuses defaults of its own: ${faults.join('; ')}`;
}
