import { resolve } from 'node:path';
import { readText } from './arguments.js';
import type { CliContext, CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';

interface RestoreOptions {
  readonly force?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** Seconds to wait for a service that is just ending. */
const PATIENCE = 2;

/** `inspector restore`. */
export const installRestore: CommandInstaller = (program, context) => {
  const command = program
    .command('restore')
    .configureHelp({ showGlobalOptions: true })
    .description(
      'Put what "inspector backup" has written into the database, of whatever kind; the service must not run',
    )
    .argument('<file>', 'file that "inspector backup" has written', readText)
    .option('--check', 'only look whether the file is whole, and ask no database')
    .option('--force', 'replace all that is in the database')
    .option('--json', 'print JSON')
    .action((file: string, options: RestoreOptions) => restore(file, options, context));
  explainStatuses(command, {
    0: 'the database has all that is in the file; with --check: the file is whole',
    1: 'the file cannot be used, or the database; what was in the database is still there',
  });
};

async function restore(
  name: string,
  { check, force, json }: RestoreOptions,
  context: CliContext,
): Promise<void> {
  const { database: config } = await context.loadConfig('database');
  const file = resolve(context.cwd, name);
  const { verifyArchive } = await import('../db/backup/verify-archive.js');
  const archive = await verifyArchive(file);
  const { header, rows } = archive;
  const what = `${String(rows['nodes'] ?? 0)} introspections and ${String(rows['rules'] ?? 0)} rules of ${header.created_at} UTC`;
  if (check) {
    if (json) context.print(JSON.stringify({ file, ...header, rows }, null, 2));
    else context.print(`${file} is whole: ${what}, revision ${header.revision}.`);
    return;
  }
  const [{ openStore }, { claimDatabase }, { importDatabase }, { connectionText }, { pino }] =
    await Promise.all([
      import('../db/open-store.js'),
      import('../db/claim.js'),
      import('../db/backup/import-database.js'),
      import('../db/connection-text.js'),
      import('pino'),
    ]);
  const { cwd, signal } = context;
  const where = connectionText(config.connection, cwd);
  const log = pino({ level: 'silent' });
  const store = await openStore({
    config,
    cwd,
    log: { warn: (line: string) => context.warn(line) },
    create: true,
  });
  try {
    const claim = await claimDatabase({ config, cwd, log, patienceSeconds: PATIENCE });
    try {
      const imported = await importDatabase(store, { file, archive, force: force === true, where, signal });
      if (json) context.print(JSON.stringify({ file, ...header, ...imported }, null, 2));
      else {
        context.print(`${what} are in ${where} (${String(imported.rows)} rows).`);
        if (imported.orphans > 0) {
          context.print(
            `${String(imported.orphans)} rows were left out: their node or rule was not there any more.`,
          );
        }
      }
    } finally {
      await claim.release();
    }
  } finally {
    await store.close();
  }
}
