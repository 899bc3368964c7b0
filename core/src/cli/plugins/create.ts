import { Argument, Option, type Command } from 'commander';
import { InspectorError } from '@inspector/plugin-api';
import { readText } from '../arguments.js';
import type { CliContext } from '../context.js';
import { explainStatuses } from '../exit-status.js';

/** The package that makes plugins; also what `npm create inspector-plugin` runs. */
const MAKER: string = 'create-inspector-plugin';

/** What is used of it. It is no part of the service, and loaded when a plugin is made. */
interface Maker {
  createPlugin(request: Request, place: { readonly cwd: string; readonly folder?: string }): object;
  toldAbout(created: object, cwd: string): readonly string[];
  readonly CreateError: new (message: string) => Error;
}

interface Request extends Options {
  readonly kind: string;
  readonly name: string;
}

interface Options {
  readonly language?: string;
  readonly test?: string;
  readonly ci?: boolean;
  readonly folder?: string;
}

const KINDS = 'hook node-not-found condition action storage pxe-filter baremetal coordination inventory page';

/** `inspector plugins create KIND NAME`. */
export function installCreate(plugins: Command, context: CliContext): void {
  const creating = plugins
    .command('create')
    .description('Make a plugin in a folder of its own, with tests, ready to be published; needs no network')
    .addArgument(new Argument('<kind>', 'what it is').choices(KINDS.split(' ')))
    .argument('<name>', 'its id, with a scope if you have one: rack or @acme/rack', readText)
    .addOption(
      new Option('--language <language>', 'TypeScript or JavaScript').choices(['ts', 'js']).default('ts'),
    )
    .addOption(
      new Option('--test <runner>', 'what runs its tests')
        .choices(['mocha', 'node', 'vitest'])
        .default('node'),
    )
    .option('--ci', 'with a workflow that runs the tests with Node 20, 22 and 24')
    .option('--folder <folder>', 'where it is made (default: the name of its package)', readText)
    .action((kind: string, name: string, options: Options) => create({ kind, name, ...options }, context));
  explainStatuses(creating, {
    0: 'the plugin is there',
    1: 'it was not made: the name cannot be used, or the folder is not empty',
  });
}

async function create({ folder, ...request }: Request, { cwd, print }: CliContext): Promise<void> {
  const { createPlugin, toldAbout, CreateError } = (await import(MAKER)) as Maker;
  try {
    const created = createPlugin(request, { cwd, ...(folder === undefined ? {} : { folder }) });
    for (const line of toldAbout(created, cwd)) print(line);
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    throw new InspectorError('INSP_PLUGIN_NOT_CREATED', error.message);
  }
}
