import type { Deviations, Run, RunChange, RunDetails } from '@inspector/client';
import { hookTable } from './introspection/status-table.js';
import { shortTime } from './short-time.js';
import { oneLine, tableLines } from './table.js';

/** How an introspection began, for people. */
const BEGINNINGS = {
  start: 'requested',
  recognise: 'posted by a machine in use',
  enroll: 'posted by an unknown machine',
  reapply: 'data processed again',
} as const;

/** Characters of an error in the list, and of a value in a change. */
const SHORT = 100;

/** What `inspector history` prints of a list. */
export function historyTable(node: string, runs: readonly Run[]): string[] {
  if (runs.length === 0) return [`No introspection of ${oneLine(node)} is kept.`];
  return tableLines(
    ['NUMBER', 'FINISHED (UTC)', 'STATE', 'BEGAN', 'BY', 'DATA', 'ERROR OR DEVIATIONS'],
    runs.map((run) => [
      String(run.number),
      shortTime(run.finished_at),
      run.state,
      beginning(run),
      run.user ?? '-',
      run.kept_data,
      cut(run.error ?? degradedText(run)),
    ]),
  );
}

/** What `inspector history` prints of one introspection. */
export function runLines(run: RunDetails): string[] {
  const { number, hooks, rules, changes, changes_left_out: leftOut, error } = run;
  return [
    `Introspection ${String(number)}: ${run.state}`,
    ...(error === null ? [] : [row('Error', oneLine(error))]),
    row('Began', `${shortTime(run.started_at)} UTC, ${beginning(run)}`),
    row('Ended', `${shortTime(run.finished_at)} UTC`),
    row('By', `${oneLine(run.user ?? 'not known')}${run.request_id === null ? '' : ` (${run.request_id})`}`),
    row('Data', dataText(run)),
    ...(run.deviations === null
      ? []
      : section('Deviations from the baseline', deviationLines(run.deviations))),
    ...section('Hooks', hooks.length === 0 ? ['none have run'] : hookTable(hooks)),
    ...section(
      'Rules that applied',
      rules.length === 0 ? ['none'] : rules.map(({ name, outcome }) => `${oneLine(name)}: ${outcome}`),
    ),
    ...section('Changes asked for', [
      ...(changes.length === 0 ? ['none'] : changes.map((change) => changeLine(change, run))),
      ...(leftOut === 0 ? [] : [`and ${String(leftOut)} more`]),
    ]),
  ];
}

/** Which parts deviate, in a few words; empty: none do, or nothing was compared. */
const degradedText = ({ deviations }: Run): string =>
  deviations === null || deviations.count === 0
    ? ''
    : `degraded: ${deviations.parts.map(({ change, part, name }) => `${change} ${part} ${name}`.trim()).join(', ')}`;

function deviationLines({ baseline, class: name, count, parts }: Deviations): string[] {
  const of = oneLine(baseline === 'node' ? 'that of the node' : `that of class ${name ?? ''}`);
  if (count === 0) return [`none from ${of}`];
  return [
    `${count} from ${of}`,
    ...parts.map((deviation) => oneLine(deviationLine(deviation))),
    ...(parts.length < count ? [`and ${count - parts.length} more`] : []),
  ];
}

const deviationLine = ({ change, part, name, fields }: Deviations['parts'][number]): string =>
  [`${change} ${part} ${name}`.trim(), ...fields.map((field) => fieldText(field))].join(' ');

const fieldText = ({ field, from, to }: Deviations['parts'][number]['fields'][number]): string =>
  `${field} ${from ?? 'unknown'} → ${to ?? 'unknown'}`;

const row = (title: string, text: string): string => `  ${`${title}:`.padEnd(7)}${text}`;

const section = (title: string, lines: readonly string[]): string[] => [
  '',
  `${title}:`,
  ...lines.map((line) => `  ${line}`),
];

const beginning = ({ began }: Run): string => (began === null ? 'not known how' : BEGINNINGS[began]);

const DATA = {
  all: 'kept, --json prints them',
  inventory: 'only the inventory is kept, the rest was too long',
  none: 'none are kept',
} as const;
const dataText = ({ kept_data: kept }: Run): string => DATA[kept];

function changeLine({ by, target, op, path, value }: RunChange, { rules }: RunDetails): string {
  const text = value === undefined ? '' : ` = ${cut(JSON.stringify(value))}`;
  const rule = rules.find(({ uuid }) => by === `rule ${uuid}`);
  const who = rule === undefined ? (by ?? 'service') : `rule "${rule.name}"`;
  return oneLine(`${who}: ${op} ${target}${path === undefined ? '' : ` ${path}`}${text}`);
}

const cut = (text: string): string => (text.length <= SHORT ? text : `${text.slice(0, SHORT)}…`);
