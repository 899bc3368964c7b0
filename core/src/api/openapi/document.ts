import type { JsonSchema } from '@inspector/plugin-api';
import type { Route, RouteResponse } from '../route.js';
import { MAXIMUM_VERSION, MINIMUM_VERSION, formatVersion } from '../version.js';
import {
  aboutCallers,
  accessFailures,
  operationSecurity,
  securitySchemes,
  type Strategy,
} from './security.js';
import { SCHEMAS, schemaRef } from './schemas.js';

const VERSION_PARAMETER = {
  name: 'X-OpenStack-Ironic-Inspector-API-Version',
  in: 'header',
  required: false,
  description:
    `API version, ${formatVersion(MINIMUM_VERSION)} to ${formatVersion(MAXIMUM_VERSION)} or \`latest\` ` +
    '(the default). `OpenStack-API-Version: baremetal-introspection X.Y` is understood too.',
  schema: { type: 'string', default: formatVersion(MAXIMUM_VERSION) },
};

const COMMON_FAILURES: Readonly<Record<number, string>> = {
  400: 'The request or its version is malformed.',
  406: 'The version is not supported.',
  500: 'The service failed, or one that it works with did.',
};

/**
 * The OpenAPI 3.1 document of the API.
 *
 * @param server base URL of the API as the reader of the document reaches it
 * @param strategy how callers prove who they are
 */
export function openApiDocument(routes: readonly Route[], server: string, strategy: Strategy): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, strategy);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Inspector',
      version: formatVersion(MAXIMUM_VERSION),
      description: `Hardware introspection for bare metal. ${aboutCallers(strategy)}`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    paths,
    components: {
      ...securitySchemes(strategy),
      schemas: SCHEMAS,
      parameters: { Version: VERSION_PARAMETER },
      responses: {
        Failure: { description: 'The request failed.', content: jsonContent(schemaRef('Error')) },
      },
    },
  };
}

function operation(route: Route, strategy: Strategy): object {
  const { requestBody } = route;
  return {
    operationId: route.operation,
    summary: route.summary,
    ...operationSecurity(route, strategy),
    parameters: [
      ...(route.parameters ?? []).map((parameter) => ({ ...parameter, required: parameter.in === 'path' })),
      { $ref: '#/components/parameters/Version' },
    ],
    ...(requestBody && {
      requestBody: {
        required: requestBody.required,
        description: requestBody.description,
        content: jsonContent(requestBody.schema),
      },
    }),
    responses: {
      ...successes(route),
      ...failures(route, strategy),
      default: { $ref: '#/components/responses/Failure' },
    },
  };
}

const jsonContent = (schema: JsonSchema): object => ({ 'application/json': { schema } });

function successes(route: Route): Record<string, object> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, response]) => [status, success(response)]),
  );
}

function success({ description, schema, text }: RouteResponse): object {
  const content = {
    ...(schema && jsonContent(schema)),
    ...(text !== undefined && { [text]: { schema: { type: 'string' } } }),
  };
  return Object.keys(content).length === 0 ? { description } : { description, content };
}

function failures(route: Route, strategy: Strategy): Record<string, object> {
  const all: Record<string, string> = {
    ...COMMON_FAILURES,
    ...accessFailures(route, strategy),
    ...route.failures,
  };
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [
      status,
      { description, content: jsonContent(schemaRef('Error')) },
    ]),
  );
}
