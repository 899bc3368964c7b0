import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { payload } from '../functional/harness.js';
import { AbusedService } from './service.js';

const IS_LONG = process.env['INSPECTOR_ABUSE'] === 'long';
const SECONDS = IS_LONG ? 60 : 3;
const PER_SECOND = 50;
/** The one that `htpasswd -B` and ironic-inspector's users have. */
const COST = 10;
/** Milliseconds between two looks of the service at its event loop, which are part of what it measures. */
const LOOK = 50;
/** Milliseconds that the event loop of the service may be late. */
const DEMAND = 20;

describe('wrong passwords', function () {
  this.timeout(180_000);
  let folder: string;
  let service: AbusedService;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-passwords-'));
    const file = join(folder, 'htpasswd');
    await writeFile(file, `alice:${hashSync('secret', COST)}\n`);
    await chmod(file, 0o600);
    service = await AbusedService.start({
      AUTH_STRATEGY: 'http_basic',
      HTTP_BASIC_AUTH_USER_FILE: file,
      METRICS__LISTEN: '127.0.0.1:0',
      TRUSTED_PROXIES: '127.0.0.1',
    });
  });
  after(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  /** How late the event loop was at most in 99 of 100 cases since this was last asked, in milliseconds. */
  const lateness = async (): Promise<number> => {
    const line = service.log.find((text) => text.includes('Metrics are at')) ?? '';
    const url = /at (http:\S+?\/metrics)/.exec(line)?.[1] ?? '';
    const text = await (await fetch(url)).text();
    const seconds = Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]);
    return Math.max(0, Math.round(seconds * 1000 - LOOK));
  };

  it('fifty a second are refused, while ramdisks are served', async () => {
    const data = JSON.stringify(await payload());
    await lateness();
    const refused: Promise<number>[] = [];
    const served: Promise<number>[] = [];
    for (let second = 0; second < SECONDS; second++) {
      served.push(
        fetch(`${service.url}/v1/continue`, { method: 'POST', body: data }).then(({ status }) => status),
      );
      for (let count = 0; count < PER_SECOND; count++) {
        const authorization = `Basic ${Buffer.from(`alice:guess ${second} ${count}`).toString('base64')}`;
        refused.push(
          fetch(`${service.url}/v1/rules`, { headers: { authorization } }).then(({ status }) => status),
        );
        await setTimeout(1000 / PER_SECOND);
      }
    }
    for (const status of await Promise.all(refused)) expect(status).to.be.oneOf([401, 503]);
    // No node waits for these data, which is what a ramdisk is told at once.
    for (const status of await Promise.all(served)) expect(status).to.equal(400);
    const late = await lateness();
    if (!IS_LONG) return;
    console.log(`    event loop with ${PER_SECOND} wrong passwords a second: p99 ${late} ms late`);
    expect(late).to.be.at.most(DEMAND);
  });
});
