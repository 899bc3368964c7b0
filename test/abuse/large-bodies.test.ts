import { expect } from 'chai';
import { beside, HEALTHY, IS_LONG, MOST_MEMORY } from './beside.js';
import { post, type Place } from './raw.js';
import { AbusedService } from './service.js';

const MEGABYTE = 1_000_000;
const LARGE = 63 * MEGABYTE;
/** How often each is sent: the more the healthy client asks meanwhile, the more its waits say. */
const ROUNDS = IS_LONG ? 20 : 1;

/** Texts of 63 MB that make a parser work or take memory. */
const LARGE_BODIES: readonly (readonly [string, () => string])[] = [
  ['empty objects', () => `{"a":[${'{},'.repeat(LARGE / 3)}{}]}`],
  [
    'different keys',
    () =>
      `{${Array.from({ length: LARGE / 14 }, (_, key) => `"${key.toString(36).padStart(9, 'k')}":1`).join(',')}}`,
  ],
  ['nested lists', () => `{"a":[${`${'['.repeat(50)}${']'.repeat(50)},`.repeat(LARGE / 101)}0]}`],
  ['one text of escapes', () => `{"a":"${'\\n'.repeat(LARGE / 2)}"}`],
  ['logs of escapes', () => `{"logs":"${'\\n'.repeat(LARGE / 2)}"}`],
];

/** Texts that are just small enough. */
const ALLOWED_BODIES: readonly (readonly [string, () => string])[] = [
  ['empty objects', () => `{"a":[${'{},'.repeat(49_990)}{}]}`],
  [
    'different keys',
    () => `{${Array.from({ length: 19_990 }, (_, key) => `"k${String(key)}":1.0`).join(',')}}`,
  ],
  ['numbers', () => `{"a":[${'12345678901234567890,'.repeat(99_990)}0]}`],
  ['one text of escapes', () => `{"a":"${'\\u0001'.repeat((15 * MEGABYTE) / 6)}"}`],
  ['characters of three bytes', () => `{"a":"${'€'.repeat(5 * MEGABYTE)}"}`],
];

describe('large bodies', function () {
  this.timeout(120_000);
  let service: AbusedService;
  let place: Place;
  before(async () => {
    service = await AbusedService.start();
    place = { port: service.port, from: '127.0.0.2' };
  });
  after(() => service.stop());

  for (const [what, make] of LARGE_BODIES) {
    it(`refuses 63 MB of ${what}, three at once, and serves others`, async () => {
      const body = Buffer.from(make());
      const seen = await beside(`63 MB of ${what}, three at once`, service, async () => {
        for (let round = 0; round < ROUNDS; round++) {
          const answers = await Promise.all([1, 2, 3].map(() => post(place, body)));
          expect(answers.map(({ status }) => status)).to.have.members([413, 413, 413]);
        }
      });
      expect(seen.failures).to.deep.equal([]);
      expect(seen.statuses).to.have.members(seen.statuses.filter((status) => HEALTHY.includes(status)));
    });
  }

  for (const [what, make] of ALLOWED_BODIES) {
    it(`takes or puts off as many ${what} as are allowed, five times at once, and serves others`, async () => {
      const body = make();
      const seen = await beside(`${what}, five allowed bodies at once`, service, async () => {
        for (let round = 0; round < ROUNDS; round++) {
          const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(place, body)));
          for (const { status } of answers) expect(status).to.be.oneOf([400, 503]);
          expect(answers.map(({ status }) => status)).to.include(400);
        }
      });
      expect(seen.failures).to.deep.equal([]);
      for (const status of seen.statuses) expect(status).to.be.oneOf(HEALTHY);
    });
  }

  it('is still the same process, and has not grown', async () => {
    expect(service.isAlive).to.equal(true);
    expect((await service.memory()).peak).to.be.at.most(MOST_MEMORY);
  });
});
