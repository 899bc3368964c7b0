import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Record<string, { readonly schema: object }> }>
  >;
}

/** An OpenAPI document as far as answers are concerned. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

/** Every operation of a document, such as `GET /v1/rules/{uuid}`. */
export const operationsOf = ({ paths }: ApiDescription): string[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

/**
 * Holds an answer against a document: its status is described, its media type is that of the description, and a JSON
 * body fits the schema and has no member the schema does not mention.
 *
 * @returns what differs; nothing when all is well
 */
export function differences(
  document: ApiDescription,
  operation: string,
  answer: { readonly status: number; readonly type: string | null; readonly text: string },
): string[] {
  const [method = '', path = ''] = operation.split(' ');
  const described = document.paths[path]?.[method.toLowerCase()]?.responses[String(answer.status)];
  if (!described) return [`${operation} answers ${answer.status}, which is not described`];
  const [[type, media] = []] = Object.entries(described.content ?? {});
  if (media === undefined || type === undefined) {
    return answer.text === '' ? [] : [`${operation} ${answer.status} has a body that is not described`];
  }
  if (answer.type?.startsWith(type) !== true) {
    return [`${operation} ${answer.status} is ${String(answer.type)}, not ${type}`];
  }
  if (type !== 'application/json') return [];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const schema = { ...closed(media.schema), components: closed(document.components) };
  const validate = ajv.compile(schema);
  return validate(JSON.parse(answer.text))
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${operation} ${answer.status}${instancePath}: ${message ?? ''} ${JSON.stringify(params)}`,
      );
}

/** Objects whose schema names members may have no others, unless it speaks of additional ones. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value as unknown)]),
  );
  const isOpen = !('properties' in schema) || 'additionalProperties' in schema;
  return (isOpen ? inner : { ...inner, additionalProperties: false }) as T;
}
