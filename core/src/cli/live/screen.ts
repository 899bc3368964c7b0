import type { CliContext } from '../context.js';

/** Lines at the end of the output that are drawn anew in their place. */
export interface Screen {
  /** Columns and rows that lines may have now. */
  readonly size: { readonly columns: number; readonly rows: number };
  /** Draws lines where those of the last drawing are. */
  draw(lines: readonly string[]): void;
  /** Writes a line that stays, above the ones that are drawn. */
  above(line: string): void;
  /** Leaves what was drawn last, and the terminal as it was. */
  end(): void;
}

/** Whether standard output is a terminal on which lines can be drawn anew. */
export const isScreen = ({ stdout, env }: Pick<CliContext, 'stdout' | 'env'>): boolean =>
  stdout.isTTY === true && env['TERM'] !== 'dumb';

const ESCAPE = '\u001b[';
const [HIDE_CURSOR, SHOW_CURSOR] = [`${ESCAPE}?25l`, `${ESCAPE}?25h`];
const CLEAR_BELOW = `${ESCAPE}0J`;
/** What a terminal has that does not say. */
const USUAL = { columns: 80, rows: 24 };

/** Draws on a terminal. Lines must have no control characters. */
export function createScreen(stdout: CliContext['stdout']): Screen {
  let drawn: readonly string[] = [];
  let isEnded = false;
  const size = (): Screen['size'] => ({
    columns: stdout.columns ?? USUAL.columns,
    // The last row is where the cursor stays, so that nothing scrolls away.
    rows: Math.max((stdout.rows ?? USUAL.rows) - 1, 1),
  });
  /**
   * To the beginning of what was drawn. On a terminal that has become smaller nobody knows where that is, as some break lines
   * anew and others do not: what was drawn stays then, and is drawn again below.
   */
  const back = (): string => {
    const now = size();
    const isSmaller = drawn.some(({ length }) => length > now.columns) || drawn.length > now.rows;
    return drawn.length === 0 || isSmaller ? '' : `\r${ESCAPE}${String(drawn.length)}A${CLEAR_BELOW}`;
  };
  const cut = (line: string): string => {
    const { columns } = size();
    // Not the last column: some terminals begin a new row behind it.
    return line.length < columns ? line : `${line.slice(0, Math.max(columns - 2, 0))}…`;
  };
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  stdout.write(HIDE_CURSOR);
  return {
    get size() {
      return size();
    },
    draw(lines) {
      if (isEnded) return;
      const from = back();
      drawn = lines.slice(0, size().rows).map(cut);
      stdout.write(from + text(drawn));
    },
    above(line) {
      if (!isEnded) stdout.write(`${back()}${text([line])}${text(drawn)}`);
    },
    end() {
      if (!isEnded) stdout.write(SHOW_CURSOR);
      isEnded = true;
    },
  };
}
