import type { ConfigProblem } from './problems.js';
import type { InspectorConfig } from './types.js';

/** Characters of a secret that nobody guesses. */
const SECRET = 16;

/** What API processes and conductors that run apart need and the configuration does not say. */
export function apartFaults({ standalone, coordination, database, rpc }: InspectorConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if ((rpc.certFile === undefined) !== (rpc.keyFile === undefined))
    problems.push({ path: 'rpc.certFile', message: 'needs rpc.keyFile, and the other way round' });
  if (rpc.secret !== undefined && rpc.secret.length < SECRET)
    problems.push({ path: 'rpc.secret', message: `must have at least ${SECRET} characters` });
  if (standalone) return problems;
  if (coordination.driver === 'local')
    problems.push({
      path: 'coordination.driver',
      message:
        "is 'local', which knows one process only; with standalone: false name a shared one, such as etcd",
    });
  if (database.connection.toLowerCase().startsWith('sqlite'))
    problems.push({
      path: 'database.connection',
      message:
        'is a file of sqlite; with standalone: false name a database server (mysql:// or postgresql://)',
    });
  const areKnown = rpc.secret !== undefined || (rpc.certFile !== undefined && rpc.caFile !== undefined);
  if (!areKnown)
    problems.push({
      path: 'rpc.secret',
      message:
        'must be set with standalone: false, the same for all processes; or rpc.certFile, keyFile and caFile',
    });
  return problems;
}
