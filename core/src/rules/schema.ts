import type * as AjvModule from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { createRequire } from 'node:module';
import type { JsonSchema, Json } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { HIDDEN, hideSecrets } from '../json/secrets.js';

/** Characters of an offending value that a message shows. */
const SHOWN_LENGTH = 200;

const require = createRequire(import.meta.url);

/** JSON Schema of the conditions of a rule. @param ops - names of the installed operators */
export const conditionsSchema = (ops: readonly string[]): JsonSchema => ({
  title: 'Conditions of an introspection rule',
  type: 'array',
  items: {
    type: 'object',
    required: ['op', 'field'],
    properties: {
      op: { description: 'operator', enum: ops },
      field: { description: 'path of the field, after data:// (default) or node://', type: 'string' },
      multiple: { description: 'how several values count', enum: ['all', 'any', 'first'] },
      invert: { description: 'turns the result of each value round', type: 'boolean' },
    },
    additionalProperties: true,
  },
});

/** JSON Schema of the actions of a rule. @param actions - names of the installed actions */
export const actionsSchema = (actions: readonly string[]): JsonSchema => ({
  title: 'Actions of an introspection rule',
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['action'],
    properties: { action: { description: 'what to do', enum: actions } },
    additionalProperties: true,
  },
});

/**
 * Makes a function that returns the fault of a value, the value first, or undefined when there is none. ajv is loaded,
 * and the schema compiled, for the first value: many services never get a rule.
 */
export function compileSchema(schema: JsonSchema): (value: unknown) => string | undefined {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compile(schema);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return error === undefined ? 'not valid' : describeError(error);
  };
}

function compile(schema: JsonSchema): ValidateFunction {
  const { Ajv } = require('ajv') as typeof AjvModule;
  // An empty enum (no plugin installed) is a schema error for Ajv, and simply matches nothing here.
  return new Ajv({ verbose: true, strict: false, validateSchema: false }).compile(schema);
}

function describeError(error: ErrorObject): string {
  const { data, instancePath, message = 'is not valid', params } = error;
  const allowed: unknown = params['allowedValues'];
  const choice = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  const isSecret = instancePath !== '' && /passw|token|secret/i.test(instancePath);
  const shown = isSecret ? HIDDEN : writeJson(hideSecrets(data as Json));
  const cut = shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}...` : shown;
  return `${cut}${instancePath === '' ? '' : ` at ${instancePath}`} ${message}${choice}`;
}
