import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { beside, HEALTHY, type Seen } from './beside.js';
import { AbusedService } from './service.js';

const RECORDS = 5000;
const CLIENTS = 40;

const wasServed = ({ failures, statuses }: Seen, allowed: readonly number[] = HEALTHY): void => {
  expect(failures).to.deep.equal([]);
  for (const status of statuses) expect(status).to.be.oneOf(allowed);
};

/** Does something so often, by so many clients at a time. */
async function often(times: number, work: (time: number) => Promise<void>): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    for (let time = next++; time < times; time = next++) await work(time);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

describe('lists', function () {
  this.timeout(240_000);
  let service: AbusedService;
  afterEach(() => service.stop());

  it('of introspections are given to many clients beside others', async () => {
    service = await AbusedService.start();
    const rows = Array.from(
      { length: RECORDS },
      () => `('${randomUUID()}', 'finished', '2031-01-01 00:00:00', '2031-01-01 00:10:00', 1)`,
    );
    await service.sql(
      `INSERT INTO nodes (uuid, state, started_at, finished_at, manage_boot) VALUES ${rows.join()}`,
    );
    const seen = await beside('100 lists of 1,000 introspections, 40 at once', service, () =>
      often(100, async () => {
        const answer = await fetch(`${service.url}/v1/introspection?limit=1000`);
        const text = await answer.text();
        expect(answer.status).to.be.oneOf([200, 503]);
        if (answer.status === 200) expect(text.match(/"uuid"/g)).to.have.length(1000);
      }),
    );
    wasServed(seen);
  });

  it('of all nodes are not asked of Ironic for each unknown machine', async () => {
    service = await AbusedService.start({ PROCESSING__PERMIT_ACTIVE_INTROSPECTION: 'true' });
    for (let node = 0; node < 1000; node++)
      service.ironic.addNode({
        driver_info: { ipmi_address: `10.1.${String(node >> 8)}.${String(node & 255)}` },
      });
    const before = service.ironic.requests.length;
    const begun = performance.now();
    const seen = await beside('200 posts of unknown machines, 40 at once', service, () =>
      often(200, async (machine) => {
        const inventory = {
          bmc_address: `10.9.${String(machine >> 8)}.${String(machine & 255)}`,
          interfaces: Array.from({ length: 8 }, (_, card) => ({
            name: `eth${String(card)}`,
            mac_address: `52:54:00:${[machine >> 8, machine & 255, card].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`,
            ipv4_address: '192.0.2.1',
          })),
          disks: [],
          cpu: { count: 1, architecture: 'x86_64' },
          memory: { physical_mb: 1024 },
        };
        const body = JSON.stringify({ inventory });
        const { status } = await fetch(`${service.url}/v1/continue`, { method: 'POST', body });
        expect(status).to.be.oneOf([400, 503]);
      }),
    );
    wasServed(seen, [...HEALTHY, 503]);
    const seconds = (performance.now() - begun) / 1000;
    const asked = service.ironic.requests.slice(before);
    expect(asked.length).to.be.below(2000 + 200 * (seconds + 1));
    // Half of the posts would already ask for as many lists, if each asked for one of its own.
    expect(asked.filter(({ route }) => route === 'GET /v1/nodes')).to.have.length.below(100);
  });
});
