import { expect } from 'chai';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { payload, ROOT } from '../functional/harness.js';
import { chance as makeChance } from '../mocha/chance.js';
import { beside, HEALTHY, IS_LONG } from './beside.js';
import { mutatedText } from './mutate.js';
import { exchange } from './raw.js';
import { nearlyRequest } from './requests.js';
import { AbusedService } from './service.js';

const REQUESTS = IS_LONG ? 20_000 : 400;
const PAYLOADS = IS_LONG ? 100_000 : 400;

/** Requests before memory is measured. */
const WARM_UP = 200;
/** Requests at the same time. */
const AT_ONCE = 10;

/** Does some work so often, some of it at the same time. */
async function often(count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

describe('random bytes', function () {
  this.timeout(IS_LONG ? 3_600_000 : 120_000);
  const chance = makeChance();
  let service: AbusedService;
  const sendBytes = async (): Promise<void> => {
    const bytes = nearlyRequest(chance);
    const { text } = await exchange({ port: service.port, from: '127.0.0.2' }, bytes);
    expect(text, JSON.stringify(bytes.toString())).to.not.match(/^HTTP\/1\.1 500 /m);
  };
  before(async () => {
    service = await AbusedService.start();
    // What Node.js loads and compiles for strange requests stays in memory.
    await often(WARM_UP, sendBytes);
  });
  after(() => service.stop());

  it(`of ${String(REQUESTS)} requests are never answered with 500`, async () => {
    const seen = await beside(`${String(REQUESTS)} raw requests`, service, () => often(REQUESTS, sendBytes));
    expect(seen.failures).to.deep.equal([]);
    for (const status of seen.statuses) expect(status).to.be.oneOf(HEALTHY);
  });

  it(`of ${String(PAYLOADS)} mutated payloads are refused or taken, never answered with 500`, async () => {
    const folder = join(ROOT, 'test/fixtures/inventories');
    const names = (await readdir(folder)).map((name) => name.replace(/\.json$/, ''));
    const originals = await Promise.all(names.map((name) => payload(name)));
    const seen = await beside(`${String(PAYLOADS)} mutated payloads`, service, () =>
      often(PAYLOADS, async () => {
        const body = mutatedText(originals[Math.floor(chance() * originals.length)], chance);
        const { status } = await fetch(`${service.url}/v1/continue`, { method: 'POST', body });
        expect(status, body).to.be.oneOf([400, 404]);
      }),
    );
    expect(seen.failures).to.deep.equal([]);
  });
});
