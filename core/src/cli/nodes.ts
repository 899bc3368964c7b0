import type { Machine } from '@inspector/client';
import type { CommandInstaller } from './context.js';
import { explainStatuses } from './exit-status.js';
import { COLUMNS, valueText, type Column } from '../machines/columns.js';
import type { Condition } from '../machines/condition.js';
import { cellText, readColumns, USUAL_COLUMNS } from './nodes/columns.js';
import { csvLine } from './nodes/csv.js';
import { machinesWhere, readWhere } from './nodes/where.js';
import {
  reportingServerErrors,
  serverClient,
  withServerOptions,
  type ServerOptions,
} from './server-options.js';
import { tableLines } from './table.js';

interface NodesOptions extends ServerOptions {
  readonly where?: Condition;
  readonly columns?: readonly Column[];
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** `inspector nodes`. */
export const installNodes: CommandInstaller = (program, context) => {
  const command = program
    .command('nodes')
    .description('List the machines of all nodes that were introspected, or of those that meet a condition')
    .option(
      '--where <condition>',
      'only these, for instance "memory_mb < 262144 and vendor = Dell" or "switches ~ leaf-1" (default: all)',
      readWhere,
    )
    .option(
      '--columns <columns>',
      `what to print, separated by commas: some of ${COLUMNS.join(', ')} (default: ${USUAL_COLUMNS.join(',')})`,
      readColumns,
    )
    .option('--json', 'print JSON')
    .option('--csv', 'print comma-separated values');
  withServerOptions(command).action((options: NodesOptions) => {
    if (options.json === true && options.csv === true) {
      command.error('error: --json and --csv cannot be used together');
      return undefined;
    }
    return reportingServerErrors(context, async () => {
      const found: Machine[] = [];
      const machines = machinesWhere(serverClient(options, context), options.where, context.signal);
      for await (const machine of machines) found.push(machine);
      for (const line of linesOf(found, options)) context.print(line);
    });
  });
  explainStatuses(command, {
    0: 'the machines are listed, also when there are none',
    1: 'the list could not be read',
  });
};

function linesOf(machines: readonly Machine[], { columns, json, csv }: NodesOptions): string[] {
  if (json === true) return [JSON.stringify(columns ? machines.map(only(columns)) : machines, null, 2)];
  const chosen = columns ?? USUAL_COLUMNS;
  const rowsOf = (textOf: typeof valueText): string[][] =>
    machines.map((machine) => chosen.map((column) => textOf(machine[column])));
  if (csv === true) return [chosen, ...rowsOf(valueText)].map(csvLine);
  if (machines.length === 0) return ['No machine was found.'];
  return tableLines(
    chosen.map((column) => column.toUpperCase()),
    rowsOf(cellText),
  );
}

const only =
  (columns: readonly Column[]) =>
  (machine: Machine): object =>
    Object.fromEntries(columns.map((column) => [column, machine[column]]));
