import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openApiDocument } from '../../src/api/openapi/document.js';
import { ROUTES } from '../../src/api/routes/index.js';

interface Documented {
  readonly content?: Record<string, { schema: unknown }>;
}

/** The OpenAPI document as these tests look at it. */
export const DOCUMENT = JSON.parse(
  JSON.stringify(openApiDocument(ROUTES, 'http://insp.example', 'noauth')),
) as {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Documented> }>>;
  components: { schemas: Record<string, object> };
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: 'doc:', components: closed(DOCUMENT.components) as object });
const validators = new Map<string, ValidateFunction>();

/** The same schemas, but an answer with a member that is not described does not fit. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = !('properties' in schema) || 'additionalProperties' in schema;
  return isOpen ? inner : { ...inner, additionalProperties: false };
}

/**
 * Fails when a JSON answer is not what the OpenAPI document says of the route and status, members that it does not
 * mention included.
 */
export function assertDocumented(method: string, target: string, status: number, json: unknown): void {
  const path = new URL(target, 'http://x').pathname.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  const template = templateOf(path, method.toLowerCase());
  const schema = template
    ? schemaOf(template, method.toLowerCase(), status)
    : { $ref: '#/components/schemas/Error' };
  const validate = validatorOf(schema);
  if (!validate(json)) {
    throw new Error(
      `${method} ${path} ${status} differs from its schema: ${ajv.errorsText(validate.errors)}`,
    );
  }
}

function templateOf(path: string, method: string): string | undefined {
  const matches = Object.keys(DOCUMENT.paths).filter((template) => {
    const pattern = template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(path) && DOCUMENT.paths[template]?.[method];
  });
  return matches.find((template) => template === path) ?? matches[0];
}

function schemaOf(template: string, method: string, status: number): unknown {
  const responses = DOCUMENT.paths[template]?.[method]?.responses ?? {};
  const documented = responses[String(status)];
  if (!documented && status < 400) throw new Error(`${method} ${template} does not document ${status}`);
  return documented?.content?.['application/json']?.schema ?? { $ref: '#/components/schemas/Error' };
}

function validatorOf(schema: unknown): ValidateFunction {
  const key = JSON.stringify(schema).replaceAll('"#/components', '"doc:#/components');
  const known = validators.get(key);
  if (known) return known;
  const made = ajv.compile(JSON.parse(key) as object);
  validators.set(key, made);
  return made;
}
