const text = { type: 'string', minLength: 1 };
const mapOf = (schema: object) => ({ type: 'object', additionalProperties: schema });
const reference = {
  type: 'object',
  required: ['$ref'],
  properties: { $ref: { type: 'string', pattern: '^#/components/[a-zA-Z]+/[a-zA-Z]+$' } },
};
const orReference = (schema: object) => ({ if: { required: ['$ref'] }, then: reference, else: schema });

const mediaTypes = mapOf({
  type: 'object',
  required: ['schema'],
  properties: { schema: { type: 'object' } },
});
const response = {
  type: 'object',
  required: ['description'],
  properties: { description: text, content: mediaTypes },
  additionalProperties: false,
};
const parameter = {
  type: 'object',
  required: ['name', 'in', 'schema'],
  properties: {
    name: text,
    in: { enum: ['query', 'header', 'path', 'cookie'] },
    description: text,
    required: { type: 'boolean' },
    schema: { type: 'object' },
    style: { type: 'string' },
    explode: { type: 'boolean' },
  },
  additionalProperties: false,
  if: { properties: { in: { const: 'path' } } },
  then: { required: ['required'], properties: { required: { const: true } } },
};
const security = { type: 'array', items: mapOf({ type: 'array', items: { type: 'string' } }) };
const operation = {
  type: 'object',
  required: ['operationId', 'responses'],
  properties: {
    operationId: { type: 'string', pattern: '^[a-z][A-Za-z]+$' },
    summary: text,
    description: text,
    parameters: { type: 'array', items: orReference(parameter) },
    requestBody: {
      type: 'object',
      required: ['content'],
      properties: { description: text, required: { type: 'boolean' }, content: mediaTypes },
      additionalProperties: false,
    },
    responses: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^([1-5]\\d\\d|default)$' },
      additionalProperties: orReference(response),
    },
    security,
  },
  additionalProperties: false,
};

/** What the OpenAPI 3.1 specification asks of the objects this document uses, as a JSON Schema. */
export const OPENAPI_3_1 = {
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      properties: {
        title: text,
        version: text,
        description: text,
        license: {
          type: 'object',
          required: ['name'],
          properties: { name: text, identifier: text },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    servers: {
      type: 'array',
      items: { type: 'object', required: ['url'], properties: { url: text }, additionalProperties: false },
    },
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        propertyNames: { enum: ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] },
        additionalProperties: operation,
      },
    },
    components: {
      type: 'object',
      properties: {
        schemas: mapOf({ type: 'object' }),
        parameters: mapOf(parameter),
        responses: mapOf(response),
        securitySchemes: mapOf({
          type: 'object',
          required: ['type'],
          oneOf: [
            { properties: { type: { const: 'apiKey' } }, required: ['in', 'name'] },
            { properties: { type: { const: 'http' } }, required: ['scheme'] },
          ],
        }),
      },
      additionalProperties: false,
    },
    security,
  },
  additionalProperties: false,
};
