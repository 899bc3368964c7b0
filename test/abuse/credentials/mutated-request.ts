import { below, oneOf, type Chance } from '../requests.js';

/** A request whose credentials, headers or path were changed at random. */
export interface MutatedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

const TARGETS = [
  ...['GET /v1/introspection', 'GET /v1/rules', 'GET /v1/plugins', 'GET /metrics', 'GET /v1/pxe-filter'],
  ...['GET /v1/introspection/nobody/data', 'POST /v1/introspection/nobody', 'DELETE /v1/rules'],
  ...['POST /v1/rules', 'GET /v1/unmatched', 'GET /v1/cluster', 'GET /', 'GET /v1', 'GET /openapi.json'],
];
/** What headers may be made of: Node.js sends no other characters. */
const CHARACTERS = [
  '',
  ' ',
  '\t',
  '=',
  ',',
  ':',
  ';',
  '"',
  '%00',
  '\u00e9',
  '\u00ff',
  '~',
  '.',
  'A',
  'gAAAAA',
];
const IDENTITY = [
  ...['x-roles', 'x-role', 'x-user-id', 'x-user', 'x-project-id', 'x-tenant', 'x-identity-status'],
  ...['x-service-roles', 'x-service-identity-status', 'openstack-system-scope', 'x-is-admin-project'],
];
const VALUES = ['admin', 'all', 'True', 'Confirmed', 'service', 'admin,reader', '%(roles)s', '@', "'a':'a'"];
const OTHER = [
  ...[
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-forwarded-prefix',
    'x-http-method-override',
    'x-original-url',
  ],
  ...['x-openstack-request-id', 'x-openstack-ironic-inspector-api-version', 'accept', 'origin', 'cookie'],
];

/** Changes a text a little: cuts it, adds to it, replaces or doubles a part of it. */
function mutatedText(text: string, chance: Chance): string {
  const at = below(text.length + 1, chance);
  switch (below(6, chance)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + oneOf(CHARACTERS, chance) + text.slice(at);
    case 2:
      return text.slice(0, at) + oneOf(CHARACTERS, chance) + text.slice(at + 1);
    case 3:
      return chance() < 0.5 ? text.toUpperCase() : text.toLowerCase();
    case 4:
      return text + text;
    default:
      return oneOf(CHARACTERS, chance).repeat(below(3000, chance));
  }
}

function mutatedPath(path: string, chance: Chance): string {
  switch (below(8, chance)) {
    case 0:
      return path.replace('/', '//');
    case 1:
      return `${path}/`;
    case 2:
      return path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    case 3:
      return path.replace('/v1', '/v1/continue/..');
    case 4:
      return path.replace(/\//g, '%2f').replace('%2f', '/');
    case 5:
      return `${path}?is_public_api=True&roles=admin`;
    case 6:
      return path.toUpperCase();
    default:
      return `${path};v1/continue`;
  }
}

/**
 * A request to some route.
 *
 * @param credentials - headers that prove who somebody is, one of which is taken
 */
export function mutatedRequest(
  credentials: readonly (readonly [name: string, value: string])[],
  chance: Chance,
): MutatedRequest {
  const [method = '', target = ''] = oneOf(TARGETS, chance).split(' ');
  const headers: Record<string, string | string[]> = {};
  for (let count = below(4, chance); count > 0; count--) {
    const [name, value] = oneOf(credentials, chance);
    const sent = chance() < 0.6 ? mutatedText(value, chance) : value;
    const before = headers[name];
    headers[name] = before === undefined || chance() < 0.5 ? sent : [before].flat().concat(sent);
  }
  while (chance() < 0.4) headers[oneOf(IDENTITY, chance)] = oneOf(VALUES, chance);
  if (chance() < 0.3) headers[oneOf(OTHER, chance)] = mutatedText(oneOf(VALUES, chance), chance);
  return { method, headers, path: chance() < 0.3 ? mutatedPath(target, chance) : target };
}
