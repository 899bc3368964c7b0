import type * as Ajv from 'ajv/dist/2020.js';
import { createRequire } from 'node:module';
import { compiledValidator } from '../schemas/compiled.js';
import { configSchema } from './schema.js';

/** How ajv compiles the schema of the configuration: every problem counts, not only the first. */
export const CONFIG_SCHEMA_OPTIONS: Ajv.Options = { allErrors: true, strict: false };

const require = createRequire(import.meta.url);
let validator: Ajv.ValidateFunction | undefined;

/** The function that validates the options of core. ajv is loaded only where the build has not compiled the schema. */
export function configValidator(): Ajv.ValidateFunction {
  validator ??= compiledValidator('configuration', configSchema()) ?? compile();
  return validator;
}

function compile(): Ajv.ValidateFunction {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  return new Ajv2020(CONFIG_SCHEMA_OPTIONS).compile(configSchema());
}
