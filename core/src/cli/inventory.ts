import { InvalidArgumentError } from 'commander';
import { each, readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import type { InventoryOptions } from './inventory/inventory-options.js';
import { installGenerate } from './inventory/generate.js';
import { installStoredVerbs } from './inventory/stored-verbs.js';

/** Exactly one of these is asked for. */
const ACTIONS = [
  'list',
  'host',
  'listHost',
  'listGroups',
  'listContainers',
  'export',
  'removeItem',
  'removeGroup',
  'clearIps',
] as const satisfies readonly (keyof InventoryOptions)[];

/** `inspector inventory`: what Ansible asks an inventory script for, and the options of OpenStack-Ansible's tool. */
export const installInventory: CommandInstaller = (program, context) => {
  const command = program
    .command('inventory')
    .description('Show the inventory to Ansible and to people, and remove from it')
    .configureHelp({ showGlobalOptions: true })
    .option(
      '-f, --file <file>',
      'file that holds the inventory (default: the backend that the configuration names)',
      readText,
    )
    .option('--list', 'print all of it, as Ansible asks for')
    .option(
      '--host <host>',
      'print the variables of one host, as Ansible asks for (default: --list)',
      readHost,
    )
    .option('-l, --list-host', 'print a table of all hosts')
    .option('-s, --sort <column>', 'with --list-host: the column to sort by (default: component)', readText)
    .option('-g, --list-groups', 'print a table of all groups and their hosts')
    .option('-G, --list-containers', 'print a table of all hosts and their groups')
    .option('-e, --export', 'print hosts with their variables and groups')
    .option('-r, --remove-item <host>', 'remove a host; may be repeated (default: none)', each(readText))
    .option('--with-containers', 'with --remove-item: remove the containers on the host too')
    .option('-d, --remove-group <group>', 'remove a group; may be repeated (default: none)', each(readText))
    .option('--clear-ips', 'take their addresses from all containers')
    .option('--json', 'with a table: print JSON')
    .action(async (options: InventoryOptions) => {
      const asked = ACTIONS.filter((action) => options[action] !== undefined);
      const [action] = asked;
      if (action === undefined || asked.length > 1) {
        command.error('error: say what to do, one thing at a time: for instance --list or --list-host');
        return;
      }
      const { runAction } = await import('./inventory/actions.js');
      await runAction(action, options, context);
    });
  installStoredVerbs(command, context);
  installGenerate(command, context);
  explainStatuses(command, {
    0: 'the inventory is printed or changed; also for --host with a host that is not in it',
    1: 'it cannot be read, or a host or group that is to be removed is not in it; nothing is printed or changed',
    2: 'none or several things to do were named',
  });
};

/** Ansible may ask for any name that is in an inventory. */
function readHost(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
