import { expect } from 'chai';
import { Bench } from '../../functional/harness.js';
import { startIronicInspector, type IronicInspector } from '../servers/ironic-inspector.js';
import { keystoneConfig, SERVICE_USER, tokenHeader, type Identity } from './identity.js';
import { PERSONAS } from './personas.js';
import { ROUTE_REQUESTS, send, suffices, type Verdict } from './sent-request.js';

type Headers = Readonly<Record<string, string>>;

const LIST = { method: 'GET', path: '/v1/introspection' };
const ROOT = { method: 'GET', path: '/' };
const DATA = { method: 'GET', path: '/v1/introspection/nobody/data' };

/** The same requests to ironic-inspector and to Inspector; what differs is named. */
export function referenceSuite(identity: () => Identity): void {
  describe('beside ironic-inspector 11.1', () => {
    let bench: Bench;
    let reference: IronicInspector;
    before(async () => {
      const { keystone } = identity();
      bench = await Bench.start({
        ...keystoneConfig(identity(), { tokenCacheTime: 60 }),
        osloPolicy: { enforceNewDefaults: false },
      });
      reference = await startIronicInspector({
        ironicUrl: bench.ironic.url,
        options: {
          DEFAULT: { auth_strategy: 'keystone' },
          keystone_authtoken: {
            ...{ auth_type: 'password', auth_url: keystone.url, www_authenticate_uri: keystone.url },
            ...{ username: SERVICE_USER.username, password: SERVICE_USER.password },
            ...{
              project_name: SERVICE_USER.projectName,
              user_domain_id: 'default',
              project_domain_id: 'default',
            },
            ...{ service_type: 'baremetal-introspection', region_name: 'RegionOne' },
          },
        },
      });
      await keystone.addService('baremetal-introspection', 'ironic-inspector', reference.url);
    });
    after(async () => {
      await reference?.remove();
      await bench?.close();
    });

    const both = async (
      request: Parameters<typeof send>[1],
      headers: Headers,
    ): Promise<[Verdict, Verdict]> => [
      await send(reference.url, request, headers),
      await send(bench.url, request, headers),
    ];

    for (const { who, role, scope, rights, legacy = rights, reference: theirs = legacy } of PERSONAS) {
      it(`says the same to ${who}${theirs === legacy ? '' : `, who may do ${theirs} there`}`, async () => {
        const headers = role === undefined ? {} : tokenHeader(await identity().people.token(role, scope));
        for (const request of ROUTE_REQUESTS.filter(({ isShared }) => isShared)) {
          const [there, here] = await both(request, headers);
          const what = `${request.method} ${request.path}`;
          if (suffices(theirs, request) === suffices(legacy, request))
            expect(here, what).to.deep.equal(there);
          else {
            expect(there.status, `${what} there`).to.equal(403);
            expect(here.status, `${what} here`).to.not.be.oneOf([401, 403]);
          }
        }
      });
    }

    const token = (role: string, scope: 'project' | 'system' = 'project'): Promise<string> =>
      identity().people.token(role, scope);
    const limited = (): Promise<string> =>
      identity().people.limitedToken('admin', [
        { service: 'baremetal-introspection', method: 'GET', path: '/v1/introspection/*/data' },
      ]);

    /** Requests at which both do the same. */
    const same: readonly [string, typeof LIST, () => Promise<Headers> | Headers][] = [
      ['a garbage token', LIST, () => tokenHeader('garbage')],
      ['a garbage token on a public route', ROOT, () => tokenHeader('garbage')],
      ['a token with blanks around it', LIST, async () => tokenHeader(` ${await token('admin')} `)],
      ['a token for storage', LIST, async () => ({ 'x-storage-token': await token('admin') })],
      ['a token of 3,000 characters', LIST, () => tokenHeader('x'.repeat(3000))],
      [
        'headers that say who somebody is',
        LIST,
        () => ({ 'x-roles': 'admin', 'x-identity-status': 'Confirmed', 'openstack-system-scope': 'all' }),
      ],
      [
        'a service that speaks for an admin',
        LIST,
        async () => ({
          ...tokenHeader(await token('admin', 'system')),
          'x-service-token': await token('service'),
        }),
      ],
      ['a service alone', LIST, async () => ({ 'x-service-token': await token('service') })],
      ['an application credential for what it may do', DATA, async () => tokenHeader(await limited())],
      [
        'a token that was revoked',
        LIST,
        async () => {
          const revoked = await identity().people.newToken('admin', 'project');
          await identity().people.revoke(revoked);
          return tokenHeader(revoked);
        },
      ],
    ];
    for (const [what, request, headers] of same) {
      it(`says the same to ${what}`, async () => {
        const [there, here] = await both(request, await headers());
        expect(here).to.deep.equal(there);
      });
    }

    /** Requests at which Inspector does something else on purpose: status there, status here. */
    const other: readonly [string, typeof LIST, () => Promise<Headers>, number, number][] = [
      [
        'a service token that is not valid makes the request one of nobody',
        LIST,
        async () => ({ ...tokenHeader(await token('admin')), 'x-service-token': 'garbage' }),
        ...([200, 401] as const),
      ],
      [
        'a service token without the role of services makes the request one of nobody',
        LIST,
        async () => ({ ...tokenHeader(await token('admin')), 'x-service-token': await token('member') }),
        ...([200, 401] as const),
      ],
      [
        'the scope of a service token is not the one of the caller',
        LIST,
        async () => ({
          ...tokenHeader(await token('reader')),
          'x-service-token': await token('reader', 'system'),
        }),
        ...([200, 401] as const),
      ],
      [
        'a service token does not take the scope of the caller away',
        LIST,
        async () => ({
          ...tokenHeader(await token('reader', 'system')),
          'x-service-token': await token('service'),
        }),
        ...([403, 200] as const),
      ],
      [
        'an application credential is refused what it may not do, not unknown',
        LIST,
        async () => tokenHeader(await limited()),
        ...([401, 403] as const),
      ],
      [
        'a garbage header does not take the rules of an application credential away',
        LIST,
        async () => ({ ...tokenHeader(await limited()), 'x-service-token': 'garbage' }),
        ...([200, 401] as const),
      ],
    ];
    for (const [what, request, headers, theirs, ours] of other) {
      it(`differs: ${what}`, async () => {
        const [there, here] = await both(request, await headers());
        expect([there.status, here.status]).to.deep.equal([theirs, ours]);
      });
    }
  });
}
