import type { CliContext } from '../context.js';
import { oneLine } from '../table.js';
import type { Board, Row } from './board.js';
import { boardLines } from './board-text.js';
import { createScreen, isScreen } from './screen.js';

/** Shows a board: drawn in its place on a terminal, a line for each change elsewhere. */
export interface LiveBoard {
  /** Shows that a node has come to another state. */
  changed(row: Row): void;
  /** Shows a line that stays, such as what went wrong. */
  tell(line: string): void;
  /** Stops; what was shown last stays. */
  end(): void;
}

/** What is shown, and how. */
export interface LiveOptions {
  readonly board: Board;
  /** The nodes to show, the most important ones first; asked for at each drawing. */
  readonly shown: () => readonly Row[];
  /** Seconds after which an introspection is failed; undefined: not known, or never. Asked for at each drawing. */
  readonly limit: () => number | undefined;
}

/** Milliseconds between two drawings: at least after a change, and at most, so that clocks go on. */
const [SOONEST, LATEST] = [100, 1000];

/** Begins to show a board. */
export function liveBoard({ board, shown, limit }: LiveOptions, context: CliContext): LiveBoard {
  if (!isScreen(context)) {
    return {
      changed: ({ label, standing }) =>
        context.print(`${oneLine(label)}: ${standing?.state ?? 'not begun'}${faultOf(standing?.error)}`),
      tell: (line) => context.warn(line),
      end: () => undefined,
    };
  }
  const screen = createScreen(context.stdout);
  const draw = (): void =>
    screen.draw(
      boardLines(board, { size: screen.size, now: Date.now() / 1000, limit: limit(), shown: shown() }),
    );
  let last = -SOONEST;
  let isDue = false;
  const drawNow = (): void => {
    [last, isDue] = [performance.now(), false];
    draw();
  };
  const ticks = setInterval(() => {
    if (isDue || performance.now() - last >= LATEST) drawNow();
  }, SOONEST);
  drawNow();
  return {
    changed({ label, standing }) {
      if (standing?.state === 'error' || standing?.state === 'deleted') {
        screen.above(`${oneLine(label)}: ${standing.state}${faultOf(standing.error)}`);
      }
      isDue = true;
    },
    tell: (line) => screen.above(oneLine(line)),
    end() {
      clearInterval(ticks);
      draw();
      screen.end();
    },
  };
}

const faultOf = (error: string | null | undefined): string =>
  error === null || error === undefined ? '' : `: ${oneLine(error)}`;
