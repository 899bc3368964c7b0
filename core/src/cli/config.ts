import type { CommandInstaller } from './context.js';
import { printableConfig } from '../config/printable.js';
import { importFile, type ImportOptions } from './config-import.js';

/** `inspector config print|validate`. */
export const installConfig: CommandInstaller = (program, context) => {
  const config = program
    .command('config')
    .description('Look at the configuration the service would run with');
  config
    .command('print')
    .description('Print every option with its effective value as JSON; secrets are shown as ***')
    .option('--changed', 'only options that differ from their default')
    .action(async ({ changed = false }: { readonly changed?: boolean }) => {
      const loaded = await context.loadConfig();
      context.print(JSON.stringify(printableConfig(loaded, { changedOnly: changed }), null, 2));
    });
  config
    .command('validate')
    .description('Check options and plugins without starting anything; exit status 1 when something is wrong')
    .action(async () => {
      const loaded = await context.loadConfig();
      const { checkPlugins } = await import('../check-plugins.js');
      const count = await checkPlugins(loaded, context.cwd);
      context.print(`The configuration is valid; ${count} plugins can be used.`);
    });
  config
    .command('import')
    .description('Turn an ironic-inspector.conf into a configuration of this service')
    .argument('<file>', 'the file of the old service')
    .option('-o, --output <file>', 'where to write; default: standard output')
    .option('--force', 'overwrite the output file')
    .option(
      '--with-secrets',
      'write passwords and the like into the file instead of naming variables for them',
    )
    .action((file: string, options: ImportOptions) => importFile(file, options, context));
};
