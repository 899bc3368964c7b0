import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { beside, HEALTHY, IS_LONG, type Seen } from './beside.js';
import { eventually } from '../functional/harness.js';
import { AbusedService } from './service.js';

/** A large import may take the memory that there is for requests of one moment: then a ramdisk is told to repeat its post. */
const wasServed = ({ failures, statuses }: Seen): void => {
  expect(failures).to.deep.equal([]);
  for (const status of statuses) expect(status).to.be.oneOf([...HEALTHY, 503]);
};

const rules = (count: number): string =>
  JSON.stringify(
    Array.from({ length: count }, (_, number) => ({
      uuid: randomUUID(),
      description: 'd'.repeat(100),
      conditions: [{ op: 'eq', field: 'memory_mb', value: number }],
      actions: [{ action: 'set-attribute', path: '/extra/number', value: number }],
    })),
  );

describe('many rules', function () {
  this.timeout(IS_LONG ? 900_000 : 240_000);
  let service: AbusedService;
  beforeEach(async () => {
    service = await AbusedService.start();
  });
  afterEach(() => service.stop());

  const send = async (path: string, method = 'GET', body?: string): Promise<[number, string]> => {
    const answer = await fetch(service.url + path, { method, ...(body === undefined ? {} : { body }) });
    return [answer.status, await answer.text()];
  };

  /** Posts, and repeats it while there is no memory for it. */
  const sendUntilTaken = (path: string, body: string): Promise<[number, string]> =>
    eventually(
      () => send(path, 'POST', body),
      ([status]) => status !== 503,
      'the import',
      60_000,
    );

  for (const count of IS_LONG ? [20_000, 50_000] : [20_000]) {
    it(`are imported and listed beside others: ${String(count)}`, async () => {
      const body = rules(count);
      const imported = await beside(`import of ${String(count)} rules`, service, async () => {
        const [status, text] = await sendUntilTaken('/v1/rules/import', body);
        expect(status, text.slice(0, 500)).to.equal(201);
      });
      wasServed(imported);
      const listed = await beside(`four lists of ${String(count)} rules at once`, service, async () => {
        const answers = await Promise.all(Array.from({ length: 4 }, () => send('/v1/rules')));
        for (const [status] of answers) expect(status).to.be.oneOf([200, 503]);
        expect(answers.map(([status]) => status)).to.include(200);
      });
      wasServed(listed);
    });
  }

  it('beyond the limit are refused with a sentence', async () => {
    const body = rules(50_001);
    const seen = await beside('import of 50,001 rules', service, async () => {
      const [status, text] = await sendUntilTaken('/v1/rules/import', body);
      const message =
        'The import has 50001 rules, and at most 50000 are taken at once. Import them in parts.';
      expect(status).to.equal(400);
      expect(JSON.parse(text)).to.deep.equal({ error: { message } });
    });
    wasServed(seen);
  });
});
