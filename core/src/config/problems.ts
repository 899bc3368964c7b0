import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { callersNotAuthenticated, NOT_AVAILABLE, NOT_AVAILABLE_VALUES } from './not-available.js';
import { nearest } from './nearest.js';
import { configSchema } from './schema.js';

/** One thing wrong with a configuration. */
export interface ConfigProblem {
  /** Path of the option, such as `processing.addPorts`. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true });
const validate = ajv.compile(configSchema());

const dotted = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

/** Everything the schema finds wrong, one problem each. */
export function schemaProblems(content: unknown): ConfigProblem[] {
  if (validate(content)) return [];
  return (validate.errors ?? []).map(describe);
}

function describe(error: ErrorObject): ConfigProblem {
  const path = dotted(error.instancePath);
  const at = (name: string): string => (path ? `${path}.${name}` : name);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String((error.params as { additionalProperty: string }).additionalProperty);
      const reason = Object.hasOwn(NOT_AVAILABLE, at(name)) ? NOT_AVAILABLE[at(name)] : undefined;
      if (reason !== undefined) {
        return { path: at(name), message: `is not available in this version, ${reason}. Remove it` };
      }
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
      const near = nearest(name, known);
      return {
        path: at(name),
        message: `is not an option${near ? `; did you mean ${at(near)}?` : ''}`,
      };
    }
    case 'enum':
      if (isNotAvailable(path, error.data)) {
        return { path, message: callersNotAuthenticated(error.data) };
      }
      return {
        path,
        message: `must be one of ${(error.params as { allowedValues: unknown[] }).allowedValues.join(', ')}`,
      };
    case 'type':
      return { path, message: `must be ${article(String((error.params as { type: string }).type))}` };
    default:
      return { path, message: error.message ?? 'is not valid' };
  }
}

const isNotAvailable = (path: string, value: unknown): value is string =>
  Object.hasOwn(NOT_AVAILABLE_VALUES, path) &&
  NOT_AVAILABLE_VALUES[path]?.some((known) => known === value) === true;

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);
