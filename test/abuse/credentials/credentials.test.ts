import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserConfig } from '@inspector/core';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { FakeIdentity, tokenBody } from '../../../core/test/access/keystone/fake-identity.js';
import { Bench } from '../../functional/harness.js';
import { chance as makeChance } from '../../mocha/chance.js';
import { mutatedRequest, type MutatedRequest } from './mutated-request.js';

const IS_LONG = process.env['INSPECTOR_ABUSE'] === 'long';
const REQUESTS = IS_LONG ? 10_000 : 1000;
/** Requests at the same time. */
const AT_ONCE = 8;
const COST = 4;
/** Every secret has it inside, so that the log can be searched for it. */
const MARK = 'hush';

/** What somebody may do, from little to much. */
const RIGHTS = ['nothing', 'read', 'everything'] as const;
type Rights = (typeof RIGHTS)[number];

const PEOPLE = [
  { name: 'admin', role: 'admin', rights: 'everything' },
  { name: 'reader', role: 'reader', rights: 'read' },
  { name: 'member', role: 'member', rights: 'nothing' },
] as const;
const secretOf = (name: string): string => `${name}-${MARK}-0123456789`;

/** Routes that are open to everybody, and those of readers; everything else needs an administrator. */
const PUBLIC = /^\/+(?:v1|openapi\.json|healthcheck|livez|readyz)?\/?(?:\?.*)?$/i;
const READERS = /^\/+(?:v1\/(?:introspection|plugins|unmatched|pxe-filter|cluster)|metrics)\/?(?:\?.*)?$/i;

/** What a request needs that was let through. */
function needed({ method, path }: MutatedRequest): Rights {
  const plain = path.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (PUBLIC.test(plain)) return 'nothing';
  return method === 'GET' && READERS.test(plain) ? 'read' : 'everything';
}

/** The most that any valid credential among the headers gives. */
function given({ headers }: MutatedRequest, names: readonly string[]): Rights {
  const parts = names.flatMap((name) => [headers[name] ?? []].flat()).flatMap((text) => text.split(/[\s,]+/));
  const texts = parts.flatMap((part) => [part, Buffer.from(part, 'base64').toString()]);
  const found = PEOPLE.filter(({ name }) =>
    [secretOf(name), `${name}:${secretOf(name)}`].some((secret) => texts.includes(secret)),
  );
  return RIGHTS.filter((rights) => found.some((one) => one.rights === rights)).at(-1) ?? 'nothing';
}

describe('mutated credentials', function () {
  this.timeout(IS_LONG ? 600_000 : 120_000);
  const chance = makeChance();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let folder: string;
  let identity: FakeIdentity;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-credentials-'));
    identity = await FakeIdentity.start();
    for (const { name, role } of PEOPLE) {
      const roles = [{ id: role, name: role }];
      const scope = { project: undefined, system: { all: true } };
      identity.tokens.set(secretOf(name), tokenBody({ roles, ...scope }));
    }
    const lines = PEOPLE.map(({ name }) => `${name}:${hashSync(secretOf(name), COST)}\n`);
    await writeFile(join(folder, 'htpasswd'), lines.join(''));
  });
  after(async () => {
    agent.destroy();
    await identity.close();
    await rm(folder, { recursive: true });
  });

  const strategies = (): Readonly<
    Record<string, { readonly config: UserConfig; readonly credentials: readonly [string, string][] }>
  > => ({
    // Nobody is asked who he is, and what is sent all the same is nothing that a log may have.
    noauth: {
      config: { authStrategy: 'noauth' },
      credentials: PEOPLE.flatMap(({ name }): [string, string][] => [
        ['x-auth-token', secretOf(name)],
        ['authorization', `Basic ${Buffer.from(`${name}:${secretOf(name)}`).toString('base64')}`],
      ]),
    },
    keystone: {
      config: {
        authStrategy: 'keystone',
        keystoneAuthtoken: {
          ...{ authUrl: identity.url, username: 'inspector', password: `service-${MARK}` },
          ...{ projectName: 'service', userDomainId: 'default', projectDomainId: 'default' },
        },
      },
      credentials: PEOPLE.flatMap(({ name }) =>
        ['x-auth-token', 'x-storage-token', 'x-service-token'].map((header): [string, string] => [
          header,
          secretOf(name),
        ]),
      ),
    },
    http_basic: {
      config: {
        authStrategy: 'http_basic',
        httpBasicAuthUserFile: join(folder, 'htpasswd'),
        httpBasicRoles: Object.fromEntries(PEOPLE.map(({ name, role }) => [name, role])),
      },
      credentials: PEOPLE.map(({ name }) => [
        'authorization',
        `Basic ${Buffer.from(`${name}:${secretOf(name)}`).toString('base64')}`,
      ]),
    },
  });

  const statusOf = (url: string, { method, path, headers }: MutatedRequest): Promise<number> =>
    new Promise((resolve, reject) => {
      const body = method === 'POST' ? '{}' : '';
      const length = { 'content-length': String(body.length) };
      send(url, { method, path, agent, headers: { ...headers, ...length } }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      })
        .on('error', reject)
        .end(body);
    });

  for (const strategy of ['keystone', 'http_basic', 'noauth']) {
    it(`with ${strategy}: ${REQUESTS} requests get no more than their valid parts give`, async () => {
      const { config, credentials } = strategies()[strategy] ?? { config: {}, credentials: [] };
      const bench = await Bench.start({ ...config, debug: true });
      let allowed = 0;
      const one = async (): Promise<void> => {
        const request = mutatedRequest(credentials, chance);
        const status = await statusOf(bench.url, request);
        const what = `${status} ${JSON.stringify(request)}`;
        expect(status, what).to.not.equal(500);
        if (strategy === 'noauth') expect(status, what).to.not.be.oneOf([401, 403]);
        if (status >= 300) return;
        const most =
          strategy === 'noauth'
            ? 'everything'
            : given(request, ['authorization', 'x-auth-token', 'x-storage-token']);
        expect(RIGHTS.indexOf(needed(request)), what).to.be.at.most(RIGHTS.indexOf(most));
        if (needed(request) !== 'nothing') allowed += 1;
      };
      try {
        let left = REQUESTS;
        const work = async (): Promise<void> => {
          while (left-- > 0) await one();
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        expect(allowed, 'requests that were allowed').to.be.above(REQUESTS / 100);
        const [name, value] = credentials[0] ?? ['', ''];
        const list = { method: 'GET', path: '/v1/rules', headers: { [name]: value } };
        expect(await statusOf(bench.url, list), 'an administrator afterwards').to.equal(200);
        const log = bench.log.join('');
        for (const { name: user } of PEOPLE) {
          const pair = Buffer.from(`${user}:${secretOf(user)}`).toString('base64');
          expect(log).to.not.include(secretOf(user));
          expect(log).to.not.include(pair);
        }
        expect(log).to.not.include(MARK);
      } finally {
        await bench.close();
      }
    });
  }
});
