import type { ErrorObject } from 'ajv/dist/2020.js';
import { NOT_AVAILABLE } from './not-available.js';
import { nearest } from '@inspector/plugin-api/package';
import { configSchema } from './schema.js';
import { configValidator } from './validator.js';

/** One thing wrong with a configuration. */
export interface ConfigProblem {
  /** Path of the option, such as `processing.addPorts`. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

const dotted = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

/** Everything the schema finds wrong, one problem each. */
export function schemaProblems(content: unknown): ConfigProblem[] {
  const validate = configValidator();
  if (validate(content)) return [];
  const errors = validate.errors ?? [];
  return errors.filter((error) => !isToldBetter(error, errors)).map((error) => describe(error, content));
}

/** The values that are allowed say more than their type does. */
const isToldBetter = (error: ErrorObject, errors: readonly ErrorObject[]): boolean =>
  error.keyword === 'type' &&
  errors.some(({ keyword, instancePath }) => keyword === 'enum' && instancePath === error.instancePath);

function describe(error: ErrorObject, content: unknown): ConfigProblem {
  const path = dotted(error.instancePath);
  const at = (name: string): string => (path ? `${path}.${name}` : name);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String((error.params as { additionalProperty: string }).additionalProperty);
      const reason = Object.hasOwn(NOT_AVAILABLE, at(name)) ? NOT_AVAILABLE[at(name)] : undefined;
      if (reason !== undefined) {
        return { path: at(name), message: `is not available in this version, ${reason}. Remove it` };
      }
      const near = nearest(name, optionsOf(error.instancePath));
      if (near === undefined && valueAt(content, `${error.instancePath}/${name}`) === null) {
        return { path: at(name), message: 'is empty; give it options or remove the line' };
      }
      return {
        path: at(name),
        message: `is not an option${near ? `; did you mean ${at(near)}?` : ''}`,
      };
    }
    case 'enum': {
      const value = valueAt(content, error.instancePath);
      const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.join(', ');
      if (value === null) return { path, message: `is empty; ${repairEmpty(`one of ${allowed}`)}` };
      return { path, message: `must be one of ${allowed}` };
    }
    case 'type': {
      const expected = `must be ${article(String((error.params as { type: string }).type))}`;
      if (valueAt(content, error.instancePath) !== null) return { path, message: expected };
      return { path, message: `is empty, and ${expected}; give it a value or remove the line` };
    }
    default:
      return { path, message: error.message ?? 'is not valid' };
  }
}

const repairEmpty = (values: string): string => `give it ${values}, or remove the line`;

/** What a JSON pointer points at. Options and groups have names without `/` and `~`. */
const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)[name], value);

/** Names of the options at a place: at the top, or in a group. */
function optionsOf(pointer: string): string[] {
  const schemaPointer = pointer.replaceAll('/', '/properties/');
  const { properties = {} } = valueAt(configSchema(), schemaPointer) as { properties?: object };
  return Object.keys(properties);
}

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
