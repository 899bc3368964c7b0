import { readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import type { Format } from './plugins/look.js';

const look = () => import('./plugins/look.js');

/** `inspector plugins list|info|validate`. */
export const installPlugins: CommandInstaller = (program, context) => {
  const plugins = program
    .command('plugins')
    .description('See which plugins are installed and whether they work')
    .configureHelp({ showGlobalOptions: true });
  const listing = plugins
    .command('list')
    .description('List every installed plugin: enabled, available or broken')
    .option('--json', 'print JSON')
    .action(async (format: Format) => (await look()).list(context, format));
  explainStatuses(listing, {
    0: 'the list is complete, broken plugins included',
    1: 'the configuration is wrong',
  });
  const informing = plugins
    .command('info')
    .description('Show a plugin: where it comes from, what it offers, which options it takes')
    .argument('<name>', 'name of a plugin or of its package', readText)
    .option('--json', 'print JSON')
    .action(async (name: string, format: Format) => (await look()).info(context, name, format));
  explainStatuses(informing, {
    0: 'the plugin is shown',
    1: 'no such plugin is installed, or the configuration is wrong',
  });
  const validating = plugins
    .command('validate')
    .description('Check plugins: the enabled ones, an installed one, or one under development in a folder')
    .argument('[target]', 'folder, name of a plugin or of its package (default: what is enabled)', readText)
    .option('--json', 'print JSON')
    .action(async (target: string | undefined, format: Format) => {
      const { validateEnabled, validateOne } = await look();
      await (target === undefined ? validateEnabled(context, format) : validateOne(context, target, format));
    });
  explainStatuses(validating, {
    0: 'all plugins can be used',
    1: 'a plugin cannot be used, or there is no such plugin',
  });
};
