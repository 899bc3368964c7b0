import { type PluginLog, shortText, WorkSlot } from '@inspector/plugin-api';
import { logLine } from '@inspector/plugin-api/log';
import type { LineLog } from '../log/log.js';

/** One run of one hook: what is logged meanwhile belongs to it. */
export interface HookRun {
  readonly hook: string;
  /** Names the node, or the machine while its node is not known. */
  readonly fields: Readonly<Record<string, string>>;
  /** Texts of the first warnings and errors the hook logged, with the fields that say of what. */
  readonly warnings: string[];
  /** How many lines of each level the hook wanted to log. */
  readonly lines: Record<Level, number>;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Lines of a level that one run of a hook may log. Real machines need a few; posted data can have thousands of faults. */
const MOST_LINES = 50;

/** The beginning of a run. */
export const beginRun = (hook: string, fields: HookRun['fields']): HookRun => ({
  hook,
  fields,
  warnings: [],
  lines: { debug: 0, info: 0, warn: 0, error: 0 },
});

/** How many lines of a run were not written, because there were too many. */
export const linesLeftOut = ({ lines }: HookRun): number =>
  Object.values(lines).reduce((sum, count) => sum + Math.max(0, count - MOST_LINES), 0);

/** Characters of one field that stand behind a text: the name of a card or a disk, which the machine says itself. */
const LONGEST_FIELD = 80;

/**
 * A text with the words and numbers that it was logged with and does not say itself, such as
 * `no LLDP data for this interface (interface=eno1)`.
 */
function withFields(text: string, fields: object): string {
  const told = Object.entries(fields)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([, value]) => !text.includes(value))
    .map(([name, value]) => `${name}=${shortText(value, LONGEST_FIELD)}`);
  return told.length === 0 ? text : `${text} (${told.join(', ')})`;
}

const runs = new WorkSlot<HookRun>('hook-run');

/** Does something as part of a run of a hook. */
export const duringRun = <T>(run: HookRun, work: () => T): T => runs.during(run, work);

/**
 * The log of a plugin. Lines name the plugin and, while it works on a machine, its node by UUID and name, or its
 * addresses before look-up. What a hook warns of is
 * also remembered in the run it belongs to, however deep in asynchronous work it is said. Of a run that logs too much
 * only the first lines are written.
 */
export function createPluginLog(
  log: LineLog,
  fields: { readonly plugin: string; readonly package: string },
): PluginLog {
  const child = log.child(fields);
  const write =
    (level: Level) =>
    (first: object | string, message?: string): void => {
      const run = runs.current;
      if (level === 'debug' && !child.isLevelEnabled(level)) return;
      if (run !== undefined && ++run.lines[level] > MOST_LINES) return;
      const { fields: given, text } = logLine(first, message);
      if (run?.hook === fields.plugin && (level === 'warn' || level === 'error'))
        run.warnings.push(withFields(text, given));
      child[level]({ ...run?.fields, ...given }, text);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
