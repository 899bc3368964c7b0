import { Command } from 'commander';
import { expect } from 'chai';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CliContext } from '../../src/cli/context.js';
import { installMigrateData } from '../../src/cli/migrate-data.js';
import { resolveConfig } from '../../src/config/load.js';
import { openDatabase } from '../../src/db/open-database.js';
import { databaseConfig, warnings } from '../db/database-config.js';
import { freshRecord } from '../db/fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { FolderTree } from '../plugin-host/folder-tree.js';

const CORE = import.meta.resolve('@inspector/plugin-api');
const [A, B] = ['aaaaaaaa-0000-4000-8000-000000000000', 'bbbbbbbb-0000-4000-8000-000000000000'];

/** A package with a storage backend that keeps files in `store/`; it refuses to save what is in `refuse`. */
const filesPackage = (folder: string): Record<string, string | object> => ({
  'node_modules/inspector-storage-files/package.json': {
    name: 'inspector-storage-files',
    version: '1.0.0',
    type: 'module',
    peerDependencies: { '@inspector/plugin-api': '*' },
    inspector: { api: 1, entryPoints: { 'inspector.storage': { my_files: './index.js' } } },
  },
  'node_modules/inspector-storage-files/index.js': `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { InspectorError } from ${JSON.stringify(CORE)};
const file = (uuid, processed) => ${JSON.stringify(`${folder}/store/`)} + uuid + (processed ? '.p' : '.r');
export default {
  id: 'my_files',
  setup: () => ({
    capabilities: { delete: false, list: false, needsRecord: false, keeps: true },
    async get(uuid, processed) {
      const path = file(uuid, processed);
      if (existsSync(path)) return readFileSync(path, 'utf8');
      throw new InspectorError('INSP_DATA_NOT_FOUND', 'nothing');
    },
    async save(uuid, data, processed) {
      if (data.includes('refused')) throw new InspectorError('INSP_STORAGE_FAILED', 'the store is full');
      writeFileSync(file(uuid, processed), data);
    },
  }),
};
`,
  'store/.keep': '',
});

describe('inspector migrate-data', () => {
  let tree: FolderTree;
  beforeEach(async () => {
    tree = await FolderTree.create();
    await tree.write(filesPackage(tree.path));
  });
  afterEach(() => tree.remove());

  const connection = (): string => `sqlite:///${tree.path}/inspector.sqlite`;
  /** Records of both nodes, and the given data. */
  const fill = async (...documents: readonly (readonly [string, boolean, string])[]): Promise<void> => {
    const config = databaseConfig(connection());
    const db = await openDatabase({ config, cwd: tree.path, log: warnings().log, upgrade: true });
    for (const uuid of [A, B]) await db.records.replace(freshRecord({ uuid }), undefined);
    for (const [uuid, processed, text] of documents) await db.introspectionData.save(uuid, text, processed);
    await db.close();
  };
  const run = async (...args: string[]) => {
    return runWith({}, ...args);
  };
  const runWith = async (changes: Partial<CliContext>, ...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    let exitCode = 0;
    const program = new Command('inspector').exitOverride().configureOutput({ writeErr: () => undefined });
    installMigrateData(program, {
      cwd: tree.path,
      env: {},
      stdin: process.stdin,
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      print: (line = '') => void out.push(line),
      warn: (line) => void err.push(line),
      loadConfig: async () => resolveConfig({ database: { connection: connection() } }),
      setExitCode: (code) => void (exitCode = code),
      signal: new AbortController().signal,
      ...changes,
    });
    await program.parseAsync(['migrate-data', ...args], { from: 'user' });
    return { exitCode, out, err };
  };
  const DATABASE_TO_FILES = ['--from', 'database', '--to', 'my_files'];
  const stored = async (): Promise<string[]> =>
    (await readdir(join(tree.path, 'store'))).filter((name) => !name.startsWith('.')).sort();

  it('copies everything and counts two records for each node', async () => {
    await fill([A, true, '{"n": 1.0}'], [A, false, '{}']);
    expect(await run(...DATABASE_TO_FILES)).to.deep.equal({
      exitCode: 0,
      out: [
        '2 copied, 0 there already, 2 without data, 0 of nodes without a record.',
        'Finished introspection data migration, total records: 4. all records are migrated successfully.',
      ],
      err: [],
    });
    expect(await readFile(join(tree.path, 'store', `${A}.p`), 'utf8')).to.equal('{"n": 1.0}');
    const again = await run(...DATABASE_TO_FILES);
    expect(again.out[0]).to.match(/^0 copied, 2 there already/);
  });

  it('brings the data back into a database', async () => {
    await fill();
    await tree.write({ [`store/${A}.p`]: '{"from": "files"}' });
    expect((await run('--from', 'my_files', '--to', 'database')).exitCode).to.equal(0);
    const config = databaseConfig(connection());
    const db = await openDatabase({ config, cwd: tree.path, log: warnings().log, upgrade: false });
    expect(await db.introspectionData.get(A, true)).to.equal('{"from": "files"}');
    await db.close();
  });

  it('ends with 2 and names what failed, as ironic-inspector did, with the reason', async () => {
    await fill([A, true, '"refused"'], [B, false, '"refused"'], [B, true, '{}']);
    const { exitCode, out } = await run(...DATABASE_TO_FILES, '--verify');
    expect(exitCode).to.equal(2);
    expect(out[1]).to.equal('Finished introspection data migration, total records: 4. Failed to migrate:');
    expect(out.slice(2)).to.have.members([
      `${A}(processed=True) the store is full`,
      `${B}(processed=False) the store is full`,
    ]);
    expect(await stored()).to.deep.equal([`${B}.p`]);
  });

  it('writes nothing in a dry run', async () => {
    await fill([A, true, '{}']);
    const { out } = await run(...DATABASE_TO_FILES, '--dry-run');
    expect(out[0]).to.match(/^1 would be copied, /);
    expect(out[1]).to.match(/^Finished the dry run .* Nothing was written\.$/);
    expect(await stored()).to.deep.equal([]);
  });

  it('prints a summary for programs', async () => {
    await fill([A, true, '"refused"']);
    const { out, exitCode } = await run(...DATABASE_TO_FILES, '--json');
    expect(exitCode).to.equal(2);
    expect(JSON.parse(out.join('\n'))).to.deep.equal({
      ...{ copied: 0, present: 0, absent: 3, 'without-record': 0, failed: 1 },
      failures: [{ uuid: A, processed: true, reason: 'the store is full' }],
    });
  });

  it('ends with 130 when it is interrupted, and does not say that it has finished', async () => {
    await fill([A, true, '{}']);
    const { exitCode, out } = await runWith({ signal: AbortSignal.abort() }, ...DATABASE_TO_FILES);
    expect(exitCode).to.equal(130);
    expect(out[1]).to.equal(
      'Interrupted introspection data migration, total records: 0. Run it again for the others.',
    );
    expect(await stored()).to.deep.equal([]);
  });

  it('refuses one backend twice, also under another spelling', async () => {
    await fill();
    for (const to of ['my_files', 'my-files']) {
      const error = await rejection(run('--from', 'my_files', '--to', to));
      expect(error.message).to.equal('Source and destination can not be the same.');
    }
  });

  it('refuses the backend that keeps nothing, on either side', async () => {
    await fill();
    for (const args of [
      ['--from', 'none', '--to', 'database'],
      ['--from', 'database', '--to', 'none'],
    ]) {
      expect((await rejection(run(...args))).message).to.match(/^The storage backend none keeps no data/);
    }
  });

  it('names an unknown backend and those that are installed, without blaming an option', async () => {
    await fill();
    const error = await rejection(run('--from', 'database', '--to', 'my_file'));
    expect(error.code).to.equal('INSP_PLUGIN_NOT_INSTALLED');
    expect(error.message)
      .to.match(/^No installed package offers the storage backend "my_file"\.\nInstalled are: /)
      .and.include('Did you mean "my_files"? Correct the name in the command.')
      .and.not.include('storeData');
  });

  it('says what a backend lacks, without blaming an option', async () => {
    await fill();
    const { message } = await rejection(run('--from', 'database', '--to', 'swift'));
    expect(message)
      .to.match(
        /^The storage backend "swift" of @inspector\/storage-swift cannot be set up: swift\.authUrl: /,
      )
      .and.include('or take "swift" out of the command.')
      .and.not.include('storeData');
  });

  it('needs both names', async () => {
    for (const args of [
      ['--from', 'database'],
      ['--to', 'database'],
      [...DATABASE_TO_FILES, '--from', ' '],
    ]) {
      const error: unknown = await run(...args).catch((reason: unknown) => reason);
      expect(error).to.have.property('exitCode', 1);
    }
  });

  it('asks for an upgrade of a database that is not at the newest revision', async () => {
    await tree.write({ 'inspector.sqlite': '' });
    expect((await rejection(run(...DATABASE_TO_FILES))).code).to.equal('INSP_DB_NOT_UPGRADED');
  });
});
