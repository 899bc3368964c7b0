import type { JsonSchema } from '@inspector/plugin-api';
import { schemaCompiler } from '@inspector/plugin-api/package';

/**
 * What is wrong with the value of one option, such as `must be integer`; undefined: nothing.
 *
 * @param schema - of the option
 */
export function wrongValue(schema: JsonSchema, value: unknown): string | undefined {
  const validate = schemaCompiler({ strict: false, allErrors: true }).compile(schema);
  if (validate(value)) return undefined;
  const errors = validate.errors ?? [];
  const choices = errors.find(({ keyword }) => keyword === 'enum');
  if (choices !== undefined) {
    return `must be one of ${(choices.params as { allowedValues: unknown[] }).allowedValues.join(', ')}`;
  }
  return errors[0]?.message ?? 'is not valid';
}
