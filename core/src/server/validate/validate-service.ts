import type { InspectorError } from '@inspector/plugin-api';
import type { ConfigFindings } from '../../config/load.js';
import { createLog } from '../../log/log.js';
import { examineAccess, examineCallers } from './examine-access.js';
import { examineDatabase } from './examine-database.js';
import { examineFiles } from './examine-files.js';
import { examineListener } from './examine-listener.js';
import { examinePlugins } from './examine-plugins.js';

/** What a start with a configuration would meet. */
export interface ServiceFindings {
  /** What would stop it, each by itself; empty: it would start. */
  readonly faults: readonly InspectorError[];
  /** What an operator should know, and what stops no start. */
  readonly notes: readonly string[];
  /** What stops no start, but would keep callers from being served; only looked at where services are asked. */
  readonly unready: readonly string[];
  /** How many entry points of plugins can be used. */
  readonly plugins: number;
}

/**
 * Looks at everything that a start looks at, in one round: options, plugins, files, database and address. What is wrong
 * with one of them does not keep the others from being looked at. Nothing is left running, made or changed.
 *
 * @param cwd - where relative paths start and plugins are searched
 * @param options - `connect`: whether the identity service is asked, too
 */
export async function validateService(
  found: ConfigFindings,
  cwd: string,
  { connect }: { readonly connect: boolean },
): Promise<ServiceFindings> {
  const { config, ignored } = found;
  const warnings: string[] = [];
  const log = createLog({ debug: false, destination: { write: (line) => note(line, warnings) } });
  const plugins = await examinePlugins(config, cwd, log);
  const access = await examineAccess(config, cwd, log);
  const parts = [await examineFiles(config), access];
  const canConnect = connect && access.faults.length === 0 && found.faults.length === 0;
  const callers = canConnect ? await examineCallers(config) : { unready: [], notes: [] };
  if (!isFaulty(found, 'database')) parts.push(await examineDatabase({ config, cwd }));
  if (!isFaulty(found, 'listen')) parts.push(await examineListener(config, log));
  return {
    faults: [...found.faults, ...plugins.faults, ...parts.flatMap(({ faults }) => faults)],
    notes: [
      ...ignored.map(({ path, reason }) => `${path} is ignored; ${reason}`),
      ...warnings,
      ...parts.flatMap(({ notes }) => notes),
      ...callers.notes,
      ...(process.geteuid?.() === 0 ? [AS_ROOT] : []),
    ],
    unready: callers.unready,
    plugins: plugins.usable,
  };
}

/** Whether options whose paths begin so are wrong by themselves: their defaults are not what the operator means. */
const isFaulty = ({ problems }: ConfigFindings, beginning: string): boolean =>
  problems.some(({ path }) => path.startsWith(beginning));

const AS_ROOT =
  'This was checked as root, who may read and write everything. Check again as the user of the service';

/** Keeps what the parts of a start would log as a warning. */
function note(line: string, warnings: string[]): void {
  const { level, msg } = JSON.parse(line) as { readonly level: string; readonly msg: string };
  if (level !== 'info') warnings.push(msg);
}
