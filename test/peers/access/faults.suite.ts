import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { FakeIdentity, tokenBody } from '../../../core/test/access/keystone/fake-identity.js';
import { Bench, eventually, ROOT } from '../../functional/harness.js';
import { keystoneConfig, tokenHeader, type Identity } from './identity.js';

const HOUR = 3600_000;

/** What is wrong with how Inspector asks Keystone, and where an operator reads of it. */
export function faultsSuite(identity: () => Identity): void {
  describe('a mistake about Keystone is told in the log, in readyz and by the command', () => {
    /** Options that are wrong, and the sentence about them. */
    const faults: readonly [string, (given: Identity) => Promise<UserConfig['keystoneAuthtoken']>, RegExp][] =
      [
        [
          'a wrong password',
          async () => ({ password: 'wr0ng-one' }),
          /The identity service refused the credentials: \S+ answered 401/,
        ],
        [
          'a wrong URL',
          async ({ keystone }) => ({ authUrl: `${keystone.url.replace(/\/v3$/, '')}/identity` }),
          /There is no identity API at \S+\/identity\/v3\/auth\/tokens, which answered 404 .*check authUrl/s,
        ],
        [
          'a user without the role',
          async ({ people }) => people.account('member'),
          /refuses this service, whose user needs the role service/,
        ],
      ];
    for (const [what, options, sentence] of faults) {
      it(`${what}`, async () => {
        const config = keystoneConfig(identity(), await options(identity()));
        await isToldEverywhere(config, sentence, await identity().people.token('admin', 'system'), 503);
      });
    }

    describe('a clock that is off by an hour', () => {
      let lying: FakeIdentity;
      beforeEach(async () => {
        lying = await FakeIdentity.start();
      });
      afterEach(() => lying.close());

      /** A Keystone whose clock is behind ours, and which gives out tokens of an hour. */
      const behindBy = (milliseconds: number): UserConfig => {
        const theirs = Date.now() - milliseconds;
        lying.handler = (response) => {
          response.writeHead(200, { date: new Date(theirs).toUTCString() }).end(
            tokenBody({
              issued_at: new Date(theirs).toISOString(),
              expires_at: new Date(theirs + HOUR - 1000).toISOString(),
            }),
          );
        };
        return keystoneConfig(identity(), { authUrl: lying.url });
      };

      it('ahead: good tokens look expired', () =>
        isToldEverywhere(
          behindBy(HOUR),
          /the clock of this machine is 36\d\d s ahead of that of the identity service, so good tokens look expired: set the time of both with NTP/,
          'any',
          401,
        ));

      it('behind: expired tokens look good', () =>
        isToldEverywhere(
          behindBy(-HOUR),
          /the clock of this machine is 3[56]\d\d s behind that of the identity service, so expired tokens look good: set the time/,
          'any',
          200,
        ));
    });

    /** Starts the service, asks with a token, looks at log and readyz, and has the command look at the same options. */
    async function isToldEverywhere(
      config: UserConfig,
      sentence: RegExp,
      token: string,
      status: number,
    ): Promise<void> {
      const bench = await Bench.start(config);
      try {
        await eventually(
          () => bench.log.join(''),
          (log) => sentence.test(log.replaceAll('\\"', '"')),
          'the log',
          30_000,
        );
        const answer = await fetch(`${bench.url}/v1/introspection`, { headers: tokenHeader(token) });
        expect(answer.status).to.equal(status);
        if (status === 503)
          expect(await answer.text())
            .to.include('cannot tell at present who you are')
            .and.not.match(sentence);
        const ready = await eventually(
          async () => (await fetch(`${bench.url}/readyz?verbose`)).text(),
          (text) => sentence.test(text),
          'readyz',
          30_000,
        );
        expect(ready).to.include('\nnot ready\n');
        expect(bench.log.join('') + ready).to.not.include('wr0ng-one');
      } finally {
        await bench.close();
      }
      expect(await validated(config))
        .to.match(sentence)
        .and.not.include('wr0ng-one');
    }

    /** What `inspector config validate --connect` says of options; it must fail. */
    async function validated(config: UserConfig): Promise<string> {
      const folder = await mkdtemp(join(tmpdir(), 'inspector-mistake-'));
      try {
        const file = join(folder, 'inspector.config.json');
        await writeFile(file, JSON.stringify({ ...config, listenPort: 0 }));
        const args = [
          join(ROOT, 'core/bin/inspector.js'),
          '--config',
          file,
          'config',
          'validate',
          '--connect',
        ];
        return await new Promise((resolve, reject) => {
          execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) => {
            if (error?.code === 1) resolve(stderr);
            else reject(new Error(`it found nothing wrong:\n${stdout}\n${stderr}`));
          });
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    }
  });
}
