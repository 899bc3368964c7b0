import type { ValidateFunction } from 'ajv/dist/2020.js';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { JsonSchema } from '@inspector/plugin-api';

/** What is validated. The same schema gives another function for another purpose: defaults are filled in or not. */
export type SchemaPurpose = 'configuration' | 'plugin-options';

/** Folder the build writes validation functions into; not there where the sources run. */
export const COMPILED_FOLDER = new URL('./compiled/', import.meta.url);

const require = createRequire(import.meta.url);

/**
 * Name of the file with the validation function of a schema. A digest of the schema is part of it, so that a function is
 * never used for a schema that has changed since the build.
 */
export function compiledName(purpose: SchemaPurpose, schema: JsonSchema): string {
  const digest = createHash('sha256').update(JSON.stringify(schema)).digest('hex');
  return `${purpose}-${digest.slice(0, 32)}.cjs`;
}

/**
 * The validation function that the build made of a schema. Loading one takes milliseconds; loading ajv and compiling
 * the schema takes tenths of a second.
 *
 * @returns undefined for a schema the build did not know, such as one of a plugin from elsewhere
 */
export function compiledValidator(purpose: SchemaPurpose, schema: JsonSchema): ValidateFunction | undefined {
  const file = fileURLToPath(new URL(compiledName(purpose, schema), COMPILED_FOLDER));
  return existsSync(file) ? (require(file) as ValidateFunction) : undefined;
}
