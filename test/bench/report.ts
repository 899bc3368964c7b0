/** One measured thing, ours beside the other's. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Missing where there is nothing to compare with. */
  readonly theirs?: number | undefined;
  /** What must hold, as a text and as its result; missing where nothing is demanded. */
  readonly demand?: { readonly text: string; readonly met: boolean } | undefined;
}

/** Demands `ours / theirs >= factor`; nothing is demanded without the other's figure. */
export function atLeastTimes(ours: number, theirs: number | undefined, factor: number): Row['demand'] {
  if (theirs === undefined) return undefined;
  return { text: `at least ${factor} times`, met: ours / theirs >= factor };
}

/** Demands `ours / theirs <= factor`; nothing is demanded without the other's figure. */
export function atMostTimes(ours: number, theirs: number | undefined, factor: number): Row['demand'] {
  if (theirs === undefined) return undefined;
  return { text: `at most ${factor} times`, met: ours / theirs <= factor };
}

/** Demands `ours <= limit`. */
export function atMost(ours: number, limit: number): Row['demand'] {
  return { text: `at most ${limit}`, met: ours <= limit };
}

/** Prints the rows as a table; sets the exit status to 1 where a demand is not met. */
export function report(title: string, rows: readonly Row[]): void {
  const compared = rows.some(({ theirs }) => theirs !== undefined);
  const lines = [['', 'Inspector', ...(compared ? ['ironic-inspector', 'ratio'] : []), 'demand']];
  for (const { what, unit, ours, theirs, demand } of rows) {
    const other = theirs === undefined ? ['-', '-'] : [`${figure(theirs)} ${unit}`, figure(ours / theirs)];
    const verdict = demand === undefined ? '' : `${demand.text}: ${demand.met ? 'met' : 'MISSED'}`;
    lines.push([what, `${figure(ours)} ${unit}`, ...(compared ? other : []), verdict]);
  }
  const width = (column: number): number => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  console.log(title);
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(width(column)))
        .join('  ')
        .trimEnd(),
    );
  if (rows.some(({ demand }) => demand?.met === false)) process.exitCode = 1;
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
