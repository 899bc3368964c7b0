import { expect } from 'chai';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../core/src/db/open-database.js';
import type { Database } from '../../../core/src/db/types.js';
import { databaseConfig, warnings } from '../../../core/test/db/database-config.js';
import { freshRecord } from '../../../core/test/db/fresh-record.js';
import definition from '../../../plugins/storage-swift/src/index.js';
import { describePeer } from '../peer.js';
import { startSwift, SWIFT_COMMANDS, type SwiftServer } from '../servers/swift.js';
import { startMigration } from './migration.js';
import { setUpStorage } from './set-up.js';

const NODES = 150;
const DOCUMENTS = NODES * 2;

describePeer('data moved from a database to Swift and on to another database', SWIFT_COMMANDS, function () {
  this.timeout(120_000);
  let swift: SwiftServer;
  let folder: string;
  let nodes: string[];
  before(async () => {
    swift = await startSwift();
  });
  after(() => swift.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-migration-'));
    nodes = Array.from({ length: NODES }, () => randomUUID());
  });
  afterEach(() => rm(folder, { recursive: true }));

  const signOn = () => ({
    ...{
      authType: 'tempauth',
      authUrl: swift.authUrl,
      username: 'service:inspector',
      password: 'inspectorpw',
    },
    container: folder.split('/').at(-1) ?? '',
  });
  const url = (name: string): string => `sqlite:///${folder}/${name}.sqlite`;
  const open = (name: string): Promise<Database> =>
    openDatabase({ config: databaseConfig(url(name)), cwd: folder, log: warnings().log, upgrade: true });
  const configure = async (name: string): Promise<string> => {
    const file = join(folder, `${name}.json`);
    await writeFile(file, JSON.stringify({ database: { connection: url(name) }, swift: signOn() }));
    return file;
  };
  /** A database with a record of every node; with data where `text` is given. */
  const fill = async (name: string, text?: (uuid: string, processed: boolean) => string): Promise<void> => {
    const db = await open(name);
    for (const uuid of nodes) {
      await db.records.replace(freshRecord({ uuid }), undefined);
      if (text === undefined) continue;
      for (const kind of [true, false]) await db.introspectionData.save(uuid, text(uuid, kind), kind);
    }
    await db.close();
  };
  const contents = async (name: string): Promise<Map<string, string | undefined>> => {
    const db = await open(name);
    const all = new Map<string, string | undefined>();
    for (const uuid of nodes) {
      for (const kind of [true, false])
        all.set(`${uuid} ${kind}`, await db.introspectionData.get(uuid, kind));
    }
    await db.close();
    return all;
  };
  const document = (uuid: string, processed: boolean): string =>
    `{"uuid": "${uuid}", "processed": ${processed}, "n": 1.0, "name": "é𝄞\\u00e9", "blob": "${randomBytes(500).toString('base64')}"}`;
  const summary = (out: string) => JSON.parse(out) as Record<string, unknown>;

  it('is the same byte for byte, and a killed run is completed by the next', async () => {
    await fill('first', document);
    await fill('second');
    const wanted = await contents('first');
    const first = await configure('first');
    const killed = startMigration(first, ['--from', 'database', '--to', 'swift']);
    const watched = await setUpStorage(definition, signOn());
    const count = async (): Promise<number> => {
      let found = 0;
      for await (const _ of watched.list?.() ?? []) found++;
      return found;
    };
    while ((await count()) < DOCUMENTS / 4) await new Promise((resolve) => setImmediate(resolve));
    killed.kill();
    expect((await killed.ended).exitCode).to.equal(null);
    const left = await count();
    expect(left).to.be.below(DOCUMENTS);

    const second = startMigration(first, ['--from', 'database', '--to', 'swift', '--json', '--verify']);
    const { exitCode, out } = await second.ended;
    expect(exitCode).to.equal(0);
    const { copied, present, failed } = summary(out);
    expect(Number(copied) + Number(present)).to.equal(DOCUMENTS);
    expect(present).to.be.at.least(left);
    expect(failed).to.equal(0);
    expect(await count()).to.equal(DOCUMENTS);
    await watched.close?.();

    const back = startMigration(await configure('second'), ['--from', 'swift', '--to', 'database', '--json']);
    expect(summary((await back.ended).out)).to.include({ copied: DOCUMENTS, failed: 0 });
    expect(await contents('second')).to.deep.equal(wanted);
    expect(await contents('first')).to.deep.equal(wanted);
  });

  it('remains where Swift is away: exit status 2, every record named', async () => {
    nodes = nodes.slice(0, 2);
    await fill('first', document);
    const file = join(folder, 'away.json');
    const away = { ...signOn(), authUrl: 'http://127.0.0.1:9/auth/v1.0', maxRetries: 0 };
    await writeFile(file, JSON.stringify({ database: { connection: url('first') }, swift: away }));
    const { exitCode, out } = await startMigration(file, ['--from', 'database', '--to', 'swift']).ended;
    expect(exitCode).to.equal(2);
    for (const uuid of nodes) {
      for (const kind of ['True', 'False']) {
        expect(out).to.include(`${uuid}(processed=${kind}) Could not connect to the object storage service`);
      }
    }
    expect(out).to.include('total records: 4. Failed to migrate:');
  });

  it('is refused with status 1 where source and destination are the same', async () => {
    const { exitCode, err } = await startMigration(await configure('first'), [
      ...['--from', 'swift', '--to', 'swift'],
    ]).ended;
    expect([exitCode, err.trim()]).to.deep.equal([
      1,
      'INSP_BAD_REQUEST: Source and destination can not be the same.',
    ]);
  });
});
