import type { Timestamp } from '@inspector/plugin-api';
import type { Dialect } from './dialect.js';

const MICROSECONDS = 1000;
/** A clock set back by more than this is followed; less is jitter, over which times stay increasing. */
const TOLERATED_STEP = 1_000_000;

let latest = 0;

/** The time now in microseconds of the epoch, greater than any answered before. */
function microsecondsNow(): number {
  const fraction = Math.floor((performance.now() * MICROSECONDS) % MICROSECONDS);
  const clock = Date.now() * MICROSECONDS + fraction;
  latest = clock > latest || latest - clock > TOLERATED_STEP ? clock : latest + 1;
  return latest;
}

function format(microseconds: number): Timestamp {
  const milliseconds = Math.floor(microseconds / MICROSECONDS);
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  const fraction = Math.round(microseconds - Math.floor(milliseconds / 1000) * 1_000_000);
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(6, '0')}`;
}

/**
 * The time now, UTC. Two calls in one process never give the same time, so records that are made one after the
 * other have an order.
 */
export function now(): Timestamp {
  return format(microsecondsNow());
}

/**
 * The time a number of seconds ago, UTC.
 *
 * @param seconds may have a fraction
 */
export function secondsAgo(seconds: number): Timestamp {
  return format(Date.now() * MICROSECONDS - Math.round(seconds * 1_000_000));
}

/**
 * A time as the database keeps it: sqlite has text of always six digits, whose order is the order of time; MySQL
 * has whole seconds (the fraction is cut, never rounded up into the future); PostgreSQL has microseconds.
 */
export function toStored(time: Timestamp, dialect: Dialect): string {
  const [seconds = '', fraction = ''] = time.replace('T', ' ').split('.');
  return dialect === 'mysql' ? seconds : `${seconds}.${fraction.padEnd(6, '0').slice(0, 6)}`;
}

/** A time as it came from the database, as a {@link Timestamp}; what is null stays null. */
export function fromStored(stored: unknown): Timestamp | null {
  if (typeof stored !== 'string') return null;
  const [seconds = '', rest = ''] = stored.replace(' ', 'T').split('.');
  const fraction = rest.padEnd(6, '0').slice(0, 6);
  return fraction === '000000' ? seconds : `${seconds}.${fraction}`;
}
