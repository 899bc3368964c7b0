import { currentPatience } from '@inspector/plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often and how long to try again, from the `database` group. */
export interface RetryPolicy {
  /** Retries after the first try; below 0: without end. */
  readonly maxRetries: number;
  /** Seconds before the first retry after a lost connection; doubles up to ten. */
  readonly interval: number;
  /** true: the interval does not double. */
  readonly fixed?: boolean;
}

/** What a failure asks for: a conflict is tried again almost at once, a lost connection after a pause. */
export type FailureKind = 'conflict' | 'lost' | 'final';

const LONGEST_PAUSE = 10;
/** Milliseconds: two transactions that met once should not meet again. */
const CONFLICT_PAUSE = 50;

/** MySQL and MariaDB: deadlock, lock wait timeout, record changed since last read. */
const MYSQL_CONFLICTS = new Set([1213, 1205, 1020]);
/** PostgreSQL: serialisation failure, deadlock, lock not available. */
const POSTGRES_CONFLICTS = new Set(['40001', '40P01', '55P03']);
/** Socket failures, mysql2's words for a connection that ended, servers that stop or start. */
const LOST = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_ENQUEUE_AFTER_QUIT',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_CON_COUNT_ERROR',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '53300',
]);
/** pg and mysql2 say some losses only in words. */
const LOST_TEXTS = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'connection is in closed state',
  'Connection lost',
  'timeout expired',
];
const LOST_NAMES = new Set(['SequelizeConnectionTimedOutError', 'SequelizeConnectionAcquireTimeoutError']);

interface DriverError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly parent?: unknown;
  readonly cause?: unknown;
}

/** What to do about an error of a database server. Looks through the errors Sequelize wraps. */
export function failureKind(error: unknown): FailureKind {
  if (typeof error !== 'object' || error === null) return 'final';
  const { name, message, code, errno, parent, cause } = error as DriverError;
  if (typeof errno === 'number' && MYSQL_CONFLICTS.has(errno)) return 'conflict';
  if (typeof code === 'string') {
    if (POSTGRES_CONFLICTS.has(code)) return 'conflict';
    if (LOST.has(code) || code.startsWith('08')) return 'lost';
  }
  if (typeof name === 'string' && LOST_NAMES.has(name)) return 'lost';
  if (typeof message === 'string' && LOST_TEXTS.some((text) => message.includes(text))) return 'lost';
  return failureKind(parent ?? cause);
}

/**
 * Does work that may meet other transactions or lose its connection, again and again while there is hope.
 *
 * The patience of the work that asks for it ends the tries, too.
 *
 * @param work is told whether an attempt before lost its connection, so that nobody knows what became of it
 * @throws the last error of the work
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  work: (uncertain: boolean) => Promise<T>,
): Promise<T> {
  let pause = policy.interval;
  let uncertain = false;
  for (let attempt = 1; ; attempt += 1) {
    const begun = performance.now();
    try {
      return await work(uncertain);
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'lost') currentPatience()?.spend(performance.now() - begun);
      if (kind === 'final' || (policy.maxRetries >= 0 && attempt > policy.maxRetries)) throw error;
      const patience = currentPatience();
      const milliseconds = kind === 'conflict' ? Math.random() * CONFLICT_PAUSE * attempt : pause * 1000;
      if (patience !== undefined && patience.left < milliseconds) throw error;
      await sleep(milliseconds);
      patience?.spend(milliseconds);
      if (kind !== 'lost') continue;
      uncertain = true;
      if (policy.fixed !== true) pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }
}
