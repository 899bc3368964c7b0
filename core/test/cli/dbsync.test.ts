import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { migrationChain, OLD_REVISIONS } from '../../src/db/chain.js';
import { BASELINE } from '../../src/db/migration.js';
import { openStore } from '../../src/db/open-store.js';
import { databaseConfig, warnings } from '../db/database-config.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { dbsync } from './dbsync-harness.js';

const URL = 'sqlite:///db.sqlite';

describe('inspector dbsync', () => {
  let folder: string;
  let head: string;
  const run = (...args: string[]) => dbsync(folder, URL, ...args);
  const sql = async (statement: string) => {
    const config = databaseConfig(URL);
    const store = await openStore({ config, cwd: folder, log: warnings().log, create: true });
    await store.transaction((session) => session.run(statement));
    await store.close();
  };

  before(async () => {
    head = (await migrationChain()).at(-1)?.revision ?? '';
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-dbsync-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('upgrade makes a database, names each step, and is silent when repeated', async () => {
    const first = await run('upgrade');
    expect(first.exitCode).to.equal(0);
    expect(first.out)
      .to.match(new RegExp(`^Upgraded <base> -> ${BASELINE}, `))
      .and.to.include(`-> ${head}, `);
    expect(await run('upgrade')).to.deep.equal({ out: '', err: '', exitCode: 0 });
    expect((await run('current')).out).to.equal(`${head} (head)\n`);
  });

  it('upgrade --revision stops at a revision', async () => {
    await run('upgrade', '--revision', BASELINE);
    expect((await run('current')).out).to.equal(`${BASELINE}\n`);
    expect((await run('upgrade', '--revision', 'head')).exitCode).to.equal(0);
    expect((await run('current')).out).to.equal(`${head} (head)\n`);
  });

  const unknown = [
    ['upgrade', '--revision', 'nope'],
    ['stamp', '--revision', 'nope'],
    ['show', '--revision', 'nope'],
  ];
  for (const args of unknown) {
    it(`${args[0]} says that it does not know a revision`, async () => {
      expect(await run(...args)).to.deep.equal({
        out: '',
        err: `Can't locate revision identified by 'nope'\n"inspector dbsync history" lists all revisions; four characters of a name are enough.\n`,
        exitCode: 1,
      });
      expect(await readdir(folder)).to.deep.equal([]);
    });
  }

  it('upgrade and stamp refuse revisions of ironic-inspector from before the take-over', async () => {
    for (const command of ['upgrade', 'stamp']) {
      const { err, exitCode } = await run(command, '--revision', 'bf8dec16023c');
      expect(err).to.include(`comes before ${BASELINE}`);
      expect(exitCode).to.equal(1);
    }
  });

  it('current prints the revision of databases that upgrade refuses', async () => {
    await sql('CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)');
    await sql(`INSERT INTO alembic_version VALUES ('bf8dec16023c')`);
    expect((await run('current')).out).to.equal('bf8dec16023c\n');
    expect((await rejection(run('upgrade'))).code).to.equal('INSP_DB_TOO_OLD');
    await sql(`UPDATE alembic_version SET version_num = 'ffffffffffff'`);
    const { err, exitCode } = await run('current');
    expect(err).to.match(/^Can't locate revision identified by 'ffffffffffff', at which the database is\n/);
    expect(exitCode).to.equal(1);
  });

  it('current prints nothing for an empty database, and does not make one', async () => {
    expect((await rejection(run('current'))).code).to.equal('INSP_DB_NOT_UPGRADED');
    expect(await readdir(folder)).to.deep.equal([]);
    await sql('CREATE TABLE something (else_ INTEGER)');
    expect(await run('current')).to.deep.equal({ out: '', err: '', exitCode: 0 });
  });

  it('history prints the whole chain, newest first', async () => {
    const lines = (await run('history')).out.trimEnd().split('\n');
    expect(lines).to.have.length(OLD_REVISIONS.length + (await migrationChain()).length);
    expect(lines[0]).to.match(new RegExp(`^[0-9a-f]{12} -> ${head} \\(head\\), \\S`));
    expect(lines.find((line) => line.includes(`-> ${BASELINE}`))).to.match(/^bf8dec16023c -> /);
    expect(lines.at(-1)).to.match(/^<base> -> 578f84f38d, \S/);
  });

  it('heads prints the newest revision, branches nothing', async () => {
    expect((await run('heads')).out).to.equal(`${head} (head)\n`);
    expect((await run('branches')).out).to.equal('');
  });

  it('show prints one revision, also by the beginning of its name', async () => {
    expect((await run('show', '--revision', 'b5510')).out).to.match(
      /^Rev: b55109d5063a\nParent: bf8dec16023c\nCreated: \d{4}-\d\d-\d\d\n\n {4}\S/,
    );
    expect((await run('show', '--revision', 'head')).out).to.include(`Rev: ${head} (head)\n`);
    expect((await run('show', '--revision', '578f84f38d')).out).to.include('Parent: <base>\n');
  });

  it('stamp records a revision and changes nothing else', async () => {
    await run('stamp', '--revision', BASELINE);
    expect((await run('current')).out).to.equal(`${BASELINE}\n`);
    const failed = await sql('INSERT INTO nodes (uuid) VALUES (1)').catch(String);
    expect(failed).to.include('no such table');
  });

  it('revision writes a migration that continues the chain', async () => {
    const { out } = await run('revision', '-m', 'Add a colour to `nodes`!', '--folder', folder);
    const [name = ''] = await readdir(folder);
    expect(out).to.equal(`Written: ${join(folder, name)}\n`);
    expect(name).to.match(/^[0-9a-f]{12}-add-a-colour-to-nodes\.ts$/);
    const text = await readFile(join(folder, name), 'utf8');
    expect(text)
      .to.include(`revision: '${name.slice(0, 12)}'`)
      .and.to.include(`down: '${head}'`);
  });

  it('revision --autogenerate refuses a database that is not the newest', async () => {
    await run('upgrade', '--revision', BASELINE);
    const refused = run('revision', '-m', 'x', '--autogenerate', '--folder', folder);
    expect((await rejection(refused)).code).to.equal('INSP_DB_NOT_UPGRADED');
    expect((await readdir(folder)).filter((name) => name.endsWith('.ts'))).to.deep.equal([]);
  });

  it('revision --autogenerate begins with what the database lacks', async () => {
    await run('upgrade');
    await sql('ALTER TABLE nodes DROP COLUMN manage_boot');
    await sql('DROP INDEX ix_rule_actions_rule');
    await sql('ALTER TABLE options ADD COLUMN colour TEXT');
    await sql('DROP TABLE inspector_hook_results');
    const { out } = await run('revision', '-m', 'x', '--autogenerate', '--folder', folder);
    expect(out)
      .to.include('Found: nodes.manage_boot is missing\n')
      .and.to.include('Found: index ix_rule_actions_rule is missing\n')
      .and.to.include('Found: options.colour is not in the models\n')
      .and.to.include('Found: table inspector_hook_results is missing\n');
    const file = (await readdir(folder)).find((name) => name.endsWith('-x.ts')) ?? '';
    const text = await readFile(join(folder, file), 'utf8');
    const statements = [...text.matchAll(/session\.run\('(.*)'\)/g)].map((match) => match[1] ?? '');
    expect(statements).to.have.length(4);
    for (const statement of statements) await sql(statement);
    const again = await run('revision', '-m', 'y', '--autogenerate', '--folder', folder);
    expect(again.out).to.match(/^Written: /);
  });
});
