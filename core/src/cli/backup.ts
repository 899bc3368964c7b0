import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import { readText } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';

/** `inspector backup`. */
export const installBackup: CommandInstaller = (program, context) => {
  const command = program
    .command('backup')
    .configureHelp({ showGlobalOptions: true })
    .description('Write all that is in the database into a file, also while the service runs')
    .argument('<file>', 'file to write; one that is there is replaced once the new one is whole', readText)
    .option('--json', 'print JSON')
    .action((file: string, options: { json?: boolean }) => backup(file, options.json === true, context));
  explainStatuses(command, {
    0: 'the file is whole and on the disk',
    1: 'it could not be written; a file that was there before is as it was',
  });
};

async function backup(name: string, json: boolean, context: CliContext): Promise<void> {
  const { database: config, processing } = await context.loadConfig('database');
  const file = resolve(context.cwd, name);
  await requireFolder(file);
  const [{ openStore }, { requireNewestSchema }, { exportDatabase }, { connectionText }, { readOwnVersion }] =
    await Promise.all([
      import('../db/open-store.js'),
      import('../db/migrator.js'),
      import('../db/backup/export-database.js'),
      import('../db/connection-text.js'),
      import('../server/own-version.js'),
    ]);
  const { cwd, signal } = context;
  const store = await openStore({
    config,
    cwd,
    log: { warn: (line: string) => context.warn(line) },
    create: false,
  });
  try {
    await requireNewestSchema(store);
    const { header, rows, bytes } = await exportDatabase(store, { file, program: readOwnVersion(), signal });
    if (json) {
      context.print(JSON.stringify({ file, bytes, ...header, rows }, null, 2));
      return;
    }
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0);
    context.print(
      `${String(rows['nodes'] ?? 0)} introspections and ${String(rows['rules'] ?? 0)} rules (${String(all)} rows) of ${connectionText(config.connection, cwd)} are in ${file}, ${String(bytes)} bytes.`,
    );
    const { storeData } = processing;
    if (storeData !== 'none' && storeData !== 'database') {
      context.warn(`Introspection data are in ${storeData} and not part of it.`);
    }
  } finally {
    await store.close();
  }
}

/** A folder that is not there is more likely mistyped, and the database need not be read for that. */
async function requireFolder(file: string): Promise<void> {
  const folder = dirname(file);
  try {
    if ((await stat(file).catch(() => undefined))?.isDirectory()) throw new Error('it is a folder');
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`);
  } catch (cause) {
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const words = isAbsent ? `the folder ${folder} does not exist` : fileWords(cause);
    throw new InspectorError('INSP_FILE_FAILED', `Cannot write ${file}: ${words}`, { cause });
  }
}
