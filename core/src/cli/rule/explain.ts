import { ClientError, type Explanation, type InspectorClient, type Introspection } from '@inspector/client';
import type { Command } from 'commander';
import { each, readName, readText } from '../arguments.js';
import type { CliContext } from '../context.js';
import { explainStatuses } from '../exit-status.js';
import { nodeText } from '../node-text.js';
import {
  reportingServerErrors,
  serverClient,
  serverErrorText,
  withServerOptions,
  type ServerOptions,
} from '../server-options.js';
import { explanationLines } from './explanation.js';
import { inTermsOfFiles, type LocatedRule } from './located-rules.js';
import { readRuleFiles } from './rule-files.js';

interface ExplainOptions extends ServerOptions {
  readonly rule?: string;
  readonly file?: readonly string[];
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Which rules are explained: one that is stored, those of files, or (neither) all that are stored. */
interface Subject {
  readonly rule?: string;
  readonly rules?: string;
}

/** `inspector rule explain`. */
export function installExplain(group: Command, context: CliContext): void {
  const command = group
    .command('explain')
    .description('Show what rules would do with the stored data of nodes; nothing is changed')
    .argument('[node...]', 'UUIDs or names of nodes', each(readName))
    .option('--all', 'every node whose last introspection has finished')
    .option('--rule <uuid>', 'only this rule (default: all)', readName)
    .option(
      '--file <file>',
      'rules of this file instead of those of the server, before they are imported; may be repeated',
      each(readText),
    )
    .option('--json', 'print JSON; of several nodes a list');
  withServerOptions(command).action((nodes: string[] = [], options: ExplainOptions) => {
    const isAll = options.all === true;
    if (isAll === nodes.length > 0) {
      command.error('error: say for which nodes: either their UUIDs or names, or --all');
    }
    if (options.rule !== undefined && options.file !== undefined) {
      command.error(
        'error: --rule names a rule of the server, --file takes those of files: give one of them',
      );
    }
    return reportingServerErrors(context, () => explain(nodes, options, context));
  });
  explainStatuses(command, {
    0: 'it is shown, also when the introspection would fail',
    1: 'a node, its data or the rule are not there, or a rule in a file is wrong',
  });
}

async function explain(
  named: readonly string[],
  options: ExplainOptions,
  context: CliContext,
): Promise<void> {
  const files = options.file && (await readRuleFiles(options.file, context));
  files?.notes.forEach((note) => context.warn(note));
  const subject: Subject =
    files === undefined ? (options.rule === undefined ? {} : { rule: options.rule }) : { rules: files.text };
  const client = serverClient(options, context);
  const finished = options.all === true ? await finishedNodes(client, context) : [];
  const nodes = options.all === true ? finished.map(({ uuid }) => uuid) : named;
  const labels = new Map(finished.map((node) => [node.uuid, nodeText(node)]));
  const isOne = options.all !== true && named.length === 1;
  const explanations: Explanation[] = [];
  for (const node of nodes) {
    const explanation = await explainNode(
      node,
      { subject, rules: files?.rules ?? [], isOne },
      client,
      context,
    );
    if (explanation !== undefined) explanations.push(explanation);
  }
  if (options.json === true) {
    const shown = isOne ? explanations[0] : explanations;
    if (shown !== undefined) context.print(JSON.stringify(shown, null, 2));
    return;
  }
  explanations.forEach((explanation, index) => {
    const label = labels.get(explanation.node) ?? explanation.node;
    if (!isOne) context.print(`${index === 0 ? '' : '\n'}Node ${label}`);
    for (const line of explanationLines(explanation)) context.print(line);
  });
  if (options.all === true) context.warn(summary(explanations));
}

async function finishedNodes(client: InspectorClient, { signal }: CliContext): Promise<Introspection[]> {
  const nodes: Introspection[] = [];
  for await (const node of client.listAll({ signal, states: ['finished'] })) nodes.push(node);
  return nodes;
}

/** Of several nodes one without data does not keep the others from being shown; a rule that is wrong is so for all. */
async function explainNode(
  node: string,
  { subject, rules, isOne }: { subject: Subject; rules: readonly LocatedRule[]; isOne: boolean },
  client: InspectorClient,
  context: CliContext,
): Promise<Explanation | undefined> {
  try {
    return await client.rules.explain({ node, ...subject }, { signal: context.signal });
  } catch (error) {
    if (!(error instanceof ClientError) || error.status === undefined) throw error;
    const { status, method, url } = error;
    const message = inTermsOfFiles(serverErrorText(error), rules);
    if (isOne || status !== NOT_FOUND) throw new ClientError(message, { status, method, url, cause: error });
    context.warn(message);
    context.setExitCode(1);
    return undefined;
  }
}
const NOT_FOUND = 404;

function summary(explanations: readonly Explanation[]): string {
  const applied = explanations.filter(({ rules }) => rules.some(({ applies }) => applies)).length;
  const failed = explanations.filter(({ error }) => error !== null).length;
  return `${String(applied)} of ${String(explanations.length)} nodes get a rule applied, ${String(failed)} would fail`;
}
