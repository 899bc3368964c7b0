import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import type { Database, StoredEvent } from '../../../src/db/types.js';
import { serveLeases } from './lease-messages.js';
import type { Order, Report } from './process.js';

const PROCESS = fileURLToPath(new URL('process.ts', import.meta.url));

const OVER = ['finished', 'error'];

/** Transitions of one node in the order of their ids, without what the hooks did. */
const transitions = (events: readonly StoredEvent[]): StoredEvent[] =>
  events.filter(({ type }) => type !== 'introspection.hooks');

function expectWhole(events: readonly StoredEvent[]): void {
  let [state, fence, introspection]: [unknown, number, string | null] = [null, 0, null];
  for (const { body, introspection: id } of events) {
    const what = JSON.stringify({ state, fence, introspection, next: { ...body, id } });
    expect(body['from'], what).to.equal(state);
    expect(body['fence'], what).to.be.at.least(fence);
    if (id !== introspection) expect(body['event'], what).to.equal('start');
    if (OVER.includes(String(state)) && id === introspection) expect(body['event'], what).to.equal('reapply');
    [state, fence, introspection] = [body['to'], Number(body['fence']), id];
  }
}

/** The next message of a process that is no question about a lease. */
async function reportOf(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The process ended with ${String(code)}`));
    child.once('exit', ended);
    child.on('message', (message: { readonly report?: Report }) => {
      if (message.report === undefined) return;
      child.off('exit', ended);
      resolve(message.report);
    });
  });
}

/**
 * Two processes on one database whose leases are stolen: the records and their events stay whole.
 *
 * @param connection - the database, as in the configuration
 * @param open - opens it for a look afterwards; its schema is made by the first who does
 * @param operations - how many there are, in both processes together
 */
export function stolenLeasesSuite(
  connection: () => string,
  open: () => Promise<Database>,
  operations: number,
): void {
  const seed = Number(process.env['INSPECTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

  it(`keeps records and events whole while leases are stolen (seed ${seed})`, async () => {
    const machines = Array.from({ length: 12 }, (_, index) => ({
      uuid: randomUUID(),
      mac: `52:54:00:00:77:${String(index).padStart(2, '0')}`,
    }));
    const leases = new LocalLeases();
    const database = await open();
    const order = { connection: connection(), machines, operations: operations / 2 };
    const children = [0, 1].map((number) => {
      const given: Order = { ...order, seed: seed + number };
      return fork(PROCESS, [JSON.stringify(given)], { execArgv: ['--import', 'tsx'] });
    });
    try {
      for (const child of children) serveLeases(child, leases);
      const reports = await Promise.all(children.map(reportOf));
      for (const child of children) {
        const exited = once(child, 'exit');
        child.send({ settle: true });
        expect(await exited).to.deep.equal([0, null]);
      }

      expect(reports.flatMap(({ surprises }) => surprises)).to.deep.equal([]);
      for (const { stolen } of reports) expect(stolen).to.be.greaterThan(operations / 100);
      let seen = 0;
      for (const { uuid } of machines) {
        const events = transitions(await database.events.after(0, { nodes: [uuid], limit: operations * 10 }));
        expectWhole(events);
        seen += events.length;
        const record = await database.records.get(uuid);
        expect(record?.state).to.equal(events.at(-1)?.body['to']);
        expect(record?.introspection ?? null).to.equal(events.at(-1)?.introspection ?? null);
        if (record) expect(record.state).to.be.oneOf([...OVER, 'waiting']);
      }
      expect(seen).to.be.greaterThan(operations / 10);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      leases.close();
      await database.close();
    }
  });
}
