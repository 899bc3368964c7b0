import { readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import type { MigrateOptions } from './migrate-data/migrate.js';

/** `inspector migrate-data`: copies introspection data from one storage backend to another. */
export const installMigrateData: CommandInstaller = (program, context) => {
  const command = program
    .command('migrate-data')
    .configureHelp({ showGlobalOptions: true })
    .description('Copy introspection data from one storage backend to another; the source is never changed')
    .requiredOption('--from <backend>', 'storage backend to read, such as database', readText)
    .requiredOption('--to <backend>', 'storage backend to write, such as swift', readText)
    .option('--dry-run', 'write nothing, say what would be done')
    .option('--verify', 'read back what was written and compare')
    .option('--json', 'print the summary as JSON')
    .action(async (options: MigrateOptions) => {
      const { migrate } = await import('./migrate-data/migrate.js');
      await migrate(options, context);
    });
  explainStatuses(command, {
    0: 'the destination has all data',
    1: 'nothing could be done',
    2: 'records remain; the output lists them. Run the command again',
  });
};
