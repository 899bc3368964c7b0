import { each, readText } from './arguments.js';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import type { CheckOptions } from './policy/check.js';
import type { ConvertOptions } from './policy/convert.js';
import type { ShowOptions } from './policy/show.js';

const LENIENT = 'take rules that are wrong as denied, instead of failing';

/** `inspector policy check|validate|show|convert`. */
export const installPolicy: CommandInstaller = (program, context) => {
  const policy = program
    .command('policy')
    .description('Look at who may do what, and try it out; nothing is changed')
    .configureHelp({ showGlobalOptions: true });
  const checking = policy
    .command('check')
    .description('Show what a caller may do, and which comparison decided')
    .option('--rule <rule>', 'only this rule (default: all that routes ask for)', readText)
    .option(
      '--as <file>',
      'a token of Keystone, the JSON of GET /v3/auth/tokens; - is standard input (default: --roles)',
      readText,
    )
    .option(
      '--roles <roles>',
      'roles of the caller, separated by commas, instead of a token (default: none)',
      readText,
    )
    .option('--system', 'with --roles: the caller is scoped to the whole system (default: to a project)')
    .option('--lenient', LENIENT)
    .action(async (options: CheckOptions) => (await import('./policy/check.js')).check(options, context));
  explainStatuses(checking, {
    0: 'the decisions are shown',
    1: 'the policy has problems, or a file cannot be read',
  });
  const validating = policy
    .command('validate')
    .description('Find every problem in policy files')
    .argument('[file...]', 'policy files (default: those that the configuration names)', each(readText))
    .action(async (files: string[] | undefined) =>
      (await import('./policy/validate.js')).validate(files ?? [], context),
    );
  explainStatuses(validating, {
    0: 'there is no problem',
    1: 'there are problems; each is shown with its line',
  });
  const showing = policy
    .command('show')
    .description('Print rules as a policy file, each with where it comes from (default: the rules in force)')
    .option('--defaults', 'the rules that are in force without a policy file')
    .option('--sample', 'the same as comments, to begin a policy file with')
    .option('--lenient', LENIENT)
    .action(async (options: ShowOptions) => (await import('./policy/show.js')).show(options, context));
  explainStatuses(showing, { 0: 'the rules are printed', 1: 'the policy has problems' });
  const converting = policy
    .command('convert')
    .description('Turn a policy file in JSON, or with lists of lists, into YAML with one text for each rule')
    .argument('<file>', 'the policy file; - is standard input', readText)
    .option('-o, --output <file>', 'where to write (default: standard output)', readText)
    .action(async (file: string, options: ConvertOptions) =>
      (await import('./policy/convert.js')).convert(file, options, context),
    );
  explainStatuses(converting, {
    0: 'the file is converted',
    1: 'it has problems, or cannot be read or written',
  });
};
