import { oneLine } from '../table.js';
import type { Board, Row } from './board.js';

/** How a board is shown. */
export interface BoardView {
  readonly size: { readonly columns: number; readonly rows: number };
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds after which an introspection is failed; undefined: not known, or never. */
  readonly limit: number | undefined;
  /** The nodes to show, the most important ones first. */
  readonly shown: readonly Row[];
}

/** States in the order in which a node passes them. */
const COURSE = [
  ...(['enrolling', 'starting', 'waiting', 'processing', 'reapplying', 'aborting'] as const),
  ...(['finished', 'error', 'deleted'] as const),
];
const [BAR, WIDEST_LABEL] = [20, 60];
const STATE_WIDTH = 10;
/** Rows below which there is only room for the line about all nodes: titles, a node, how many there are more, and this line. */
const LEAST_ROWS = 4;

/** The lines of a board: its nodes, as many as there is room for, and how many there are in each state. */
export function boardLines(board: Board, { size, now, limit, shown }: BoardView): string[] {
  if (size.rows < LEAST_ROWS) return [progressLine(board)];
  const room = size.rows - 3;
  const rows = shown.length <= room + 1 ? shown : shown.slice(0, room);
  const labels = rows.map(({ label }) => oneLine(label));
  const width = Math.min(Math.max(4, ...labels.map(({ length }) => length)), WIDEST_LABEL);
  const isLimited = limit !== undefined;
  const line = (label: string, state: string, elapsed: string, left: string, error = ''): string => {
    const name = label.length <= width ? label.padEnd(width) : `${label.slice(0, width - 1)}…`;
    const times = isLimited ? `${elapsed.padStart(8)}  ${left.padStart(8)}` : elapsed.padStart(8);
    return `${name}  ${state.padEnd(STATE_WIDTH)}  ${times}  ${error}`.trimEnd();
  };
  const body = rows.map(({ standing }, at) => {
    const { state = '-', startedAt = null, error = null } = standing ?? {};
    const goes = startedAt !== null && !ENDS.has(state);
    const elapsed = goes ? Math.max(now - secondsOf(startedAt), 0) : undefined;
    const left = elapsed === undefined || limit === undefined ? undefined : Math.max(limit - elapsed, 0);
    return line(labels[at] ?? '', state, clock(elapsed), clock(left), error === null ? '' : oneLine(error));
  });
  const more = shown.length - rows.length;
  return [
    ...(rows.length === 0 ? [] : [line('NODE', 'STATE', 'RUNNING', 'LEFT')]),
    ...body,
    ...(more > 0 ? [`… and ${String(more)} more`] : []),
    progressLine(board),
  ];
}

const ENDS: ReadonlySet<string> = new Set(['finished', 'error', 'deleted']);

/** How many nodes of a board are over, and how many are in each state. */
export function progressLine(board: Board): string {
  const { size, over } = board;
  const full = size === 0 ? 0 : Math.floor((over / size) * BAR);
  const bar = `[${'='.repeat(full)}${' '.repeat(BAR - full)}]`;
  const states = counts(board);
  return `${bar} ${String(over)} of ${String(size)} over${states === '' ? '' : `: ${states}`}`;
}

/** How many nodes of a board are in each state, such as `3 waiting, 1 finished`. */
export function counts(board: Board): string {
  const known = COURSE.map((state) => [state, board.count(state)] as const).filter(([, count]) => count > 0);
  const begun = known.reduce((sum, [, count]) => sum + count, 0);
  const rest = board.size - begun;
  const parts = [
    ...(rest > 0 ? [`${String(rest)} not begun`] : []),
    ...known.map(([state, count]) => `${String(count)} ${state}`),
  ];
  return parts.join(', ');
}

const secondsOf = (timestamp: string): number => Date.parse(`${timestamp}Z`) / 1000;

/** Seconds as `12:34` or `1:02:03`. */
function clock(seconds: number | undefined): string {
  if (seconds === undefined || Number.isNaN(seconds)) return '-';
  const whole = Math.floor(seconds);
  const two = (number: number): string => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(whole % 60)}`
    : `${String(minutes)}:${two(whole % 60)}`;
}
