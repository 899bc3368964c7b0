import { thrownText } from '../errors/thrown.js';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { InspectorError } from '../errors/inspector-error.js';
import { pluginProblem } from './problem.js';

/** A schema ready for use, or why it is none. */
export type CompiledSchema =
  | { readonly validate: ValidateFunction; readonly problem?: undefined }
  | { readonly validate?: undefined; readonly problem: InspectorError };

/** Compiles the schema of a plugin (JSON Schema draft 2020-12). Unknown keywords are refused: they are misspelt ones. */
export function compileSchema(
  packageName: string,
  name: string,
  schema: Readonly<Record<string, unknown>>,
): CompiledSchema {
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strictTypes: false, strictTuples: false });
  formats.default(ajv);
  try {
    return { validate: ajv.compile(schema) };
  } catch (error) {
    const text = thrownText(error);
    return {
      problem: pluginProblem(
        'INSP_PLUGIN_BAD_SCHEMA',
        `The configSchema of "${name}" (${packageName}) is not a valid JSON Schema: ${text}.`,
        `Correct it, or install a version that is correct: npm install ${packageName}@latest`,
        error,
      ),
    };
  }
}
