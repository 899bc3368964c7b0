import { Option } from 'commander';
import { PLUGIN_KINDS } from '@inspector/plugin-api/package';
import { readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { installCreate } from './plugins/create.js';
import { explainStatuses } from './exit-status.js';
import type { AvailableFilter } from './plugins/available.js';
import type { Format } from './plugins/discover.js';
import type { ListFilter } from './plugins/look.js';
import type { Thoroughness } from './plugins/validate.js';

const STATES = ['enabled', 'available', 'broken', 'disabled', 'denied'] as const;

const look = () => import('./plugins/look.js');

/** `inspector plugins list|info|validate|create`. */
export const installPlugins: CommandInstaller = (program, context) => {
  const plugins = program
    .command('plugins')
    .description('See which plugins are installed and whether they work, and make new ones')
    .configureHelp({ showGlobalOptions: true });
  const listing = plugins
    .command('list')
    .description('List every installed plugin: enabled, available or broken')
    .addOption(new Option('--kind <kind>', 'only those of a kind (default: all)').choices(PLUGIN_KINDS))
    .addOption(
      new Option('--state <state>', 'only those in a state (default: all)')
        .choices(STATES)
        .conflicts('available'),
    )
    .option('--third-party', 'only those that are not of the project')
    .option('--available', 'list the plugins in the npm registry instead, found by their keyword')
    .option('--json', 'print JSON')
    .action(
      async ({ available = false, ...filter }: ListFilter & AvailableFilter & { available?: boolean }) => {
        if (available) await (await import('./plugins/available.js')).listAvailable(context, filter);
        else await (await look()).list(context, filter);
      },
    );
  explainStatuses(listing, {
    0: 'the list is complete, broken plugins included',
    1: 'the configuration is wrong, or the registry does not answer',
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
    .option('--setup', 'set it up, too, and close it again')
    .option(
      '--options <json>',
      'options to set it up with: JSON, or a file with it (default: the configuration)',
      readText,
    )
    .option('--json', 'print JSON')
    .action(async (target: string | undefined, options: Thoroughness) => {
      if (options.options !== undefined && (target === undefined || !options.setup))
        validating.error("error: option '--options <json>' needs a folder or a name, and '--setup'");
      const { validateEnabled, validateOne } = await import('./plugins/validate.js');
      await (target === undefined
        ? validateEnabled(context, options)
        : validateOne(context, target, options));
    });
  explainStatuses(validating, {
    0: 'all plugins can be used; there may be warnings',
    1: 'a plugin cannot be used, or there is no such plugin',
  });
  installCreate(plugins, context);
};
