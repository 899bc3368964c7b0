import { readText } from './arguments.js';
import type { ImportOptions } from './config-import.js';
import type { ValidateOptions } from './config-validate.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';

/** `inspector config print|validate|import`. */
export const installConfig: CommandInstaller = (program, context) => {
  const config = program
    .command('config')
    .description('Look at the configuration of the service')
    .configureHelp({ showGlobalOptions: true });
  const printing = config
    .command('print')
    .description('Print every option with its effective value as JSON; secrets are shown as ***')
    .option('--changed', 'only options that differ from their default (default: all)')
    .action(async ({ changed = false }: { readonly changed?: boolean }) => {
      const loaded = await context.loadConfig();
      const { printableConfig } = await import('../config/printable.js');
      context.print(JSON.stringify(printableConfig(loaded, { changedOnly: changed }), null, 2));
    });
  explainStatuses(printing, { 0: 'the options are valid', 1: 'an option is not valid' });
  const validating = config
    .command('validate')
    .description(
      'Check everything a start needs, without starting: options, plugins, files, database, address',
    )
    .option(
      '--connect',
      'also ask the identity service, as callers will need it (default: only files and the database are looked at)',
    )
    .action(async (options: ValidateOptions) => {
      const { validateConfig } = await import('./config-validate.js');
      await validateConfig(options, program, context);
    });
  explainStatuses(validating, {
    0: 'the service would start; notes on standard error say what else there is to know',
    1: 'something is wrong; all problems are listed',
  });
  const importing = config
    .command('import')
    .configureHelp({ showGlobalOptions: false })
    .description('Turn an ironic-inspector.conf into a configuration of this service')
    .argument('<file>', 'the file of the old service; - is standard input', readText)
    .option(
      '-o, --output <file>',
      'where to write; the name ends in .mjs, .cjs, .json or .yaml (default: JavaScript to standard output)',
      readText,
    )
    .option('--force', 'overwrite the output file')
    .option(
      '--with-secrets',
      'write passwords and the like into the file instead of naming variables for them',
    )
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./config-import.js');
      await importFile(file, options, context);
    });
  explainStatuses(importing, {
    0: 'the configuration is written; standard error says what was left out, and what has to be decided',
    1: 'the file could not be read, or the new one could not be written',
  });
};
