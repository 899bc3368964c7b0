import type { TypedSchema } from '../../json/typed-schema.js';

/**
 * A reference to a schema of the OpenAPI document.
 *
 * @param name - its name there
 * @param _schema - the schema itself, for its type
 */
export const ref = <T>(name: string, _schema: TypedSchema<T>): TypedSchema<T> => ({
  $ref: `#/components/schemas/${name}`,
});
