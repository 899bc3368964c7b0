import { expect } from 'chai';
import { pino } from 'pino';
import { parseConnectionUrl, type ServerTarget } from '../../../core/src/db/connection-url.js';
import { claimServer } from '../../../core/src/db/server-claim.js';
import { openStore } from '../../../core/src/db/open-store.js';
import type { Session } from '../../../core/src/db/session.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { rejection } from '../../mocha/rejection.js';
import type { DatabaseServer } from '../servers/database-server.js';

/**
 * How a database server keeps a second service off a database.
 *
 * @param cut ends the connection that has the claim, from another one
 */
export function claimSuite(
  start: () => Promise<DatabaseServer>,
  cut: (session: Session) => Promise<void>,
): void {
  let server: DatabaseServer;
  let lines: string[];
  before(async () => {
    server = await start();
  });
  beforeEach(() => {
    lines = [];
  });
  after(() => server.stop());
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const claim = (url = server.url, patienceSeconds = 0, lookSeconds = 0.05) =>
    claimServer(parseConnectionUrl(url, '/') as ServerTarget, databaseConfig(url), log, {
      lookSeconds,
      patienceSeconds,
    });
  const logged = async (text: string) => {
    while (!lines.some((line) => line.includes(text)))
      await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('refuses the second until the first lets go', async () => {
    const first = await claim();
    const { code, message } = await rejection(claim());
    expect(code).to.equal('INSP_DB_IN_USE');
    expect(message).to.include('127.0.0.1/inspector').and.not.include('sp@ec');
    await first.release();
    await (await claim()).release();
  });

  it('lets the second wait for the first to end', async () => {
    const first = await claim();
    const second = claim(server.url, 20);
    await logged('waiting for it to end');
    await first.release();
    await (await second).release();
  });

  it('lets each database have its own', async () => {
    const other = await server.create('other');
    const claims = [await claim(), await claim(other)];
    for (const one of claims) await one.release();
  });

  it('takes it again when the server was restarted', async () => {
    const first = await claim();
    await server.kill();
    await logged('is lost');
    await server.restart();
    await logged('kept for this service again');
    expect((await rejection(claim())).code).to.equal('INSP_DB_IN_USE');
    await first.release();
  });

  it('says that another one has it when its connection was cut and the other was faster', async () => {
    const first = await claim(server.url, 0, 5);
    const second = claim(server.url, 20);
    await logged('waiting for it to end');
    const config = databaseConfig(server.url);
    const store = await openStore({ config, cwd: '/', log: warnings().log, create: false });
    await store.read(cut);
    await store.close();
    const faster = await second;
    await logged('Another Inspector service has taken the database');
    await faster.release();
    await first.release();
  });
}
