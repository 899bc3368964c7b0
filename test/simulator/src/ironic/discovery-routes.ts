import type { Answer } from './answer.js';
import type { Call, Route } from './request.js';

/** The documents that tell a client where the API is and which versions it has. */
export const discoveryRoutes: readonly Route[] = [
  { method: 'GET', path: '/', handle: root },
  { method: 'GET', path: '/v1', handle: v1 },
  { method: 'GET', path: '/v1/drivers', handle: drivers },
];

function version(call: Call): object {
  const links = [{ href: `${call.url}/v1/`, rel: 'self' }];
  return { id: 'v1', links, status: 'CURRENT', min_version: '1.1', version: `1.${call.newest}` };
}

function root(call: Call): Answer {
  const body = {
    name: 'OpenStack Ironic API',
    description: 'A fake of the bare metal service for tests and demonstrations.',
    default_version: version(call),
    versions: [version(call)],
  };
  return { status: 200, body };
}

function v1(call: Call): Answer {
  const link = (name: string): object[] => [
    { href: `${call.url}/v1/${name}/`, rel: 'self' },
    { href: `${call.url}/${name}/`, rel: 'bookmark' },
  ];
  const body = {
    id: 'v1',
    links: [{ href: `${call.url}/v1/`, rel: 'self' }],
    media_types: { base: 'application/json', type: 'application/vnd.openstack.ironic.v1+json' },
    nodes: link('nodes'),
    ports: link('ports'),
    drivers: link('drivers'),
    version: version(call),
  };
  return { status: 200, body };
}

function drivers(call: Call): Answer {
  const body = { drivers: call.drivers.map((name) => ({ name, hosts: ['localhost'], type: 'dynamic' })) };
  return { status: 200, body };
}
