import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { Bench, eventually } from '../../functional/harness.js';
import { keystoneConfig, tokenHeader, type Identity } from './identity.js';

const IS_LONG = process.env['INSPECTOR_TEST_LONG'] !== undefined;
/** Seconds Keystone is stopped. */
const PAUSE = IS_LONG ? 12 : 2;
/** Seconds that a caller waits for Keystone. */
const PATIENCE = IS_LONG ? 5 : 1;
/** Strangers that all come at the moment it stops. */
const STRANGERS = 100;

/** What becomes of callers while a real Keystone is stopped, as by SIGSTOP: its connections stay open, and nothing answers. */
export function outageSuite(identity: () => Identity): void {
  describe('while Keystone is stopped', () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.start(
        keystoneConfig(identity(), { tokenCacheTime: 300, httpConnectTimeout: PATIENCE }),
      );
    });
    after(async () => {
      identity().keystone.resume();
      await bench?.close();
    });

    const ask = async (path: string, token: string): Promise<{ status: number; milliseconds: number }> => {
      const begun = performance.now();
      const answer = await fetch(`${bench.url}${path}`, { headers: tokenHeader(token) });
      await answer.text();
      return { status: answer.status, milliseconds: Math.round(performance.now() - begun) };
    };
    const list = (token: string) => ask('/v1/introspection', token);
    const isReady = async (): Promise<boolean> => {
      const answer = await fetch(`${bench.url}/readyz`);
      await answer.text();
      return answer.ok;
    };

    it('known tokens and public routes go on, others get 503, and all are served soon after its return', async function () {
      this.timeout(120_000);
      const { keystone, people } = identity();
      const [known, fresh] = [
        await people.token('admin', 'system'),
        await people.newToken('admin', 'system'),
      ];
      await eventually(
        () => list(known),
        ({ status }) => status === 200,
        'the known token',
        60_000,
      );

      keystone.pause();
      const paused = performance.now();
      const strangers = Promise.all(Array.from({ length: STRANGERS }, (_, index) => list(`none-${index}`)));
      const refused = list(fresh);
      const open: number[] = [];
      while (performance.now() - paused < PAUSE * 1000) {
        const [publicRoute, knownToken] = await Promise.all([ask('/v1', 'none'), list(known)]);
        expect([publicRoute.status, knownToken.status]).to.deep.equal([200, 200]);
        open.push(publicRoute.milliseconds, knownToken.milliseconds);
        expect(await isReady()).to.equal(false);
        await delay(50);
      }
      for (const { status } of await strangers) expect(status).to.be.oneOf([401, 503]);
      expect((await refused).status).to.equal(503);

      keystone.resume();
      const resumed = performance.now();
      await eventually(
        () => list(fresh),
        ({ status }) => status === 200,
        'a good token after the return of Keystone',
        60_000,
      );
      const back = Math.round(performance.now() - resumed);
      await eventually(isReady, (ready) => ready, 'readiness', 60_000);
      if (!IS_LONG) return;
      open.sort((one, other) => one - other);
      console.log(
        `    p99 ${open[Math.floor(open.length * 0.99)]} ms without Keystone, 503 after ${(await refused).milliseconds} ms, back ${back} ms after SIGCONT`,
      );
    });
  });
}
