import { expect } from 'chai';
import { rejection } from '../../../../test/mocha/rejection.js';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { SessionHarness } from './session-harness.js';

type Options = Parameters<SessionHarness['session']>[0];

describe('credentials of OpenStack clients', () => {
  let harness: SessionHarness;
  beforeEach(async () => {
    harness = await SessionHarness.start();
  });
  afterEach(() => harness.close());

  const sent = async (options: Options) => {
    await harness.session(options).headers();
    return harness.keystone.requests[0]?.auth;
  };

  const password = 'pa55-word';
  const userless = { username: undefined, password: undefined };
  const identities: [string, Options, object][] = [
    [
      'user name and domain',
      { userDomainName: 'Users' },
      {
        methods: ['password'],
        password: { user: { name: 'inspector', domain: { name: 'Users' }, password } },
      },
    ],
    [
      'user id, which needs no domain',
      { userId: 'u1', userDomainId: 'd1' },
      { methods: ['password'], password: { user: { id: 'u1', password } } },
    ],
    [
      'the older name of the method, domain by default',
      { authType: 'v3password', defaultDomainId: 'd0' },
      { methods: ['password'], password: { user: { name: 'inspector', domain: { id: 'd0' }, password } } },
    ],
    [
      'application credential by id',
      {
        ...userless,
        authType: 'v3applicationcredential',
        applicationCredentialId: 'ac1',
        applicationCredentialSecret: 's',
      },
      { methods: ['application_credential'], application_credential: { id: 'ac1', secret: 's' } },
    ],
    [
      'application credential by name, with its user',
      {
        ...{ authType: 'v3applicationcredential', password: undefined, userDomainId: 'default' },
        ...{ applicationCredentialName: 'inspection', applicationCredentialSecret: 's' },
      },
      {
        methods: ['application_credential'],
        application_credential: {
          ...{ name: 'inspection', secret: 's' },
          user: { name: 'inspector', domain: { id: 'default' } },
        },
      },
    ],
    ['token', { ...userless, authType: 'v3token', token: 't0' }, { methods: ['token'], token: { id: 't0' } }],
  ];
  for (const [what, options, identity] of identities) {
    it(`are sent: ${what}`, async () => {
      expect((await sent(options))?.identity).to.deep.equal(identity);
    });
  }

  const scopes: [string, Options, unknown][] = [
    ['none', {}, undefined],
    ['project by id', { projectId: 'p1', projectDomainId: 'd1' }, { project: { id: 'p1' } }],
    [
      'project by name and domain',
      { projectName: 'service', projectDomainName: 'Default' },
      { project: { name: 'service', domain: { name: 'Default' } } },
    ],
    [
      'project in the default domain',
      { projectName: 'service', defaultDomainName: 'Default' },
      { project: { name: 'service', domain: { name: 'Default' } } },
    ],
    ['domain by id', { domainId: 'd1', domainName: 'other' }, { domain: { id: 'd1' } }],
    ['domain by name', { domainName: 'd' }, { domain: { name: 'd' } }],
    ['system', { systemScope: 'all' }, { system: { all: true } }],
    ['trust, whatever else is set', { trustId: 't', projectId: 'p' }, { 'OS-TRUST:trust': { id: 't' } }],
    [
      'none with an application credential, which has its own',
      {
        ...{ authType: 'v3applicationcredential', applicationCredentialId: 'ac1' },
        ...{ applicationCredentialSecret: 's', projectName: 'service' },
      },
      undefined,
    ],
  ];
  for (const [what, options, scope] of scopes) {
    it(`ask for a scope: ${what}`, async () => {
      expect((await sent(options))?.scope).to.deep.equal(scope);
    });
  }

  it('go to the same place whether the URL has a version or not', async () => {
    for (const end of ['', '/', '/v3', '/v3/']) {
      await harness.session({ authUrl: `${harness.keystone.url}${end}` }).headers();
    }
    expect(new Set(harness.keystone.paths)).to.deep.equal(new Set(['POST /v3/auth/tokens']));
  });

  const missing: [Options, string][] = [
    [{ authUrl: undefined }, 'authUrl'],
    [{ password: undefined }, 'password'],
    [{ username: undefined }, 'username'],
    [{ authType: 'v3token' }, 'token'],
    [{ authType: 'v3applicationcredential', applicationCredentialId: 'a' }, 'applicationCredentialSecret'],
    [{ authType: 'v3applicationcredential', applicationCredentialSecret: 's' }, 'applicationCredentialId'],
    [{ authType: 'tempauth', password: undefined }, 'password'],
    [{ authType: 'http_basic' }, 'endpointOverride'],
    [{ authType: 'none' }, 'endpointOverride'],
  ];
  for (const [options, name] of missing) {
    it(`are refused at the start: ${options?.authType ?? 'password'} without ${name}`, () => {
      let error: unknown;
      try {
        harness.session(options);
      } catch (thrown) {
        error = thrown;
      }
      expect(InspectorError.is(error)).to.equal(true);
      expect(error).to.have.property('code', 'INSP_CONFIG_INVALID');
      expect((error as Error).message).to.match(new RegExp(`^swift\\.${name}: `));
    });
  }

  it('that are refused do not appear in the error, even when the service repeats them', async () => {
    harness.keystone.answer = (response, request) =>
      response.writeHead(401).end(`no such user in ${JSON.stringify(request)}`);
    const secrets: [Options, string][] = [
      [{}, password],
      [{ ...userless, authType: 'v3token', token: 'topsecret-token' }, 'topsecret-token'],
      [
        {
          ...{ authType: 'v3applicationcredential', applicationCredentialId: 'a' },
          applicationCredentialSecret: 'topsecret-credential',
        },
        'topsecret-credential',
      ],
    ];
    for (const [options, secret] of secrets) {
      const error = await rejection(harness.session(options).headers());
      expect(error.code).to.equal('INSP_IDENTITY_FAILED');
      expect(error.message)
        .to.match(/^The identity service refused the credentials: http.*answered 401 no such user/)
        .and.not.include(secret);
    }
  });
});
