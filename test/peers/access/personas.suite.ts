import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { Bench } from '../../functional/harness.js';
import { keystoneConfig, tokenHeader, type Identity } from './identity.js';
import { PERSONAS, type Persona, type Rights } from './personas.js';
import { ROUTE_REQUESTS, send, suffices } from './sent-request.js';

const COST = 4;

/** Everybody on every route, with each strategy. */
export function personasSuite(identity: () => Identity): void {
  /** Sends a request to every route; whoever is not allowed is refused with `refusal`. */
  async function tryEverything(
    url: string,
    headers: Readonly<Record<string, string>>,
    rights: Rights,
    refusal: 401 | 403,
  ): Promise<void> {
    for (const request of ROUTE_REQUESTS) {
      const { status } = await send(url, request, headers);
      const what = `${request.method} ${request.path}`;
      if (!suffices(rights, request)) expect(status, what).to.equal(refusal);
      else expect(status, what).to.not.be.oneOf([401, 403, 500]);
    }
  }
  const refusalOf = ({ role }: Persona): 401 | 403 => (role === undefined ? 401 : 403);

  for (const enforceNewDefaults of [true, false]) {
    describe(`everybody with a token, ${enforceNewDefaults ? 'by the policy' : 'by the policy with old roles'}`, () => {
      let bench: Bench;
      before(async () => {
        bench = await Bench.start({
          ...keystoneConfig(identity(), { tokenCacheTime: 60 }),
          osloPolicy: { enforceNewDefaults },
        });
      });
      after(() => bench?.close());
      for (const persona of PERSONAS) {
        const { who, role, scope, rights, legacy } = persona;
        const may = enforceNewDefaults ? rights : (legacy ?? rights);
        it(`${who} may do ${may}`, async () => {
          const token = role === undefined ? undefined : await identity().people.token(role, scope);
          await tryEverything(
            bench.url,
            token === undefined ? {} : tokenHeader(token),
            may,
            refusalOf(persona),
          );
        });
      }
    });
  }

  describe('everybody with a password', () => {
    let bench: Bench;
    let folder: string;
    const nameOf = ({ role, scope }: Persona): string => `${scope}-${role}`;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'inspector-personas-'));
      const known = PERSONAS.filter(({ role }) => role !== undefined);
      const file = join(folder, 'htpasswd');
      await writeFile(file, known.map((one) => `${nameOf(one)}:${hashSync('pw', COST)}\n`).join(''));
      bench = await Bench.start({
        authStrategy: 'http_basic',
        httpBasicAuthUserFile: file,
        httpBasicRoles: Object.fromEntries(known.map((one) => [nameOf(one), String(one.role)])),
      });
    });
    after(async () => {
      await bench?.close();
      await rm(folder, { recursive: true });
    });
    for (const persona of PERSONAS) {
      const may = persona.basic ?? persona.rights;
      it(`${persona.who} may do ${may}`, async () => {
        const credentials = Buffer.from(`${nameOf(persona)}:pw`).toString('base64');
        const headers = persona.role === undefined ? {} : { authorization: `Basic ${credentials}` };
        await tryEverything(bench.url, headers, may, refusalOf(persona));
      });
    }
  });

  it('everybody may do everything where nobody is asked', async () => {
    const bench = await Bench.start();
    try {
      for (const { role, scope } of PERSONAS) {
        const token = role === undefined ? 'garbage' : await identity().people.token(role, scope);
        await tryEverything(bench.url, tokenHeader(token), 'everything', 403);
      }
    } finally {
      await bench.close();
    }
  });
}
