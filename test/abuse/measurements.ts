/** What the service did while it was abused, for people. */
export interface Measurement {
  readonly what: string;
  /** What the healthy client sent. */
  readonly requests: number;
  /** Milliseconds that it waited: 99 of 100 requests at most so long, and the longest. */
  readonly p99: number;
  readonly longest: number;
  /** The longest time the service did nothing for others, in milliseconds. */
  readonly stall: number;
  /** How long it worked in that time, and how long the machine gave it no processor. */
  readonly worked: number;
  readonly queued: number;
  /** Megabytes of the process: at most so far, and afterwards. */
  readonly peak: number;
  readonly after: number;
  /** Megabytes in use before and afterwards, garbage not counted. */
  readonly liveBefore: number;
  readonly liveAfter: number;
}

const measurements: Measurement[] = [];

after(() => {
  if (measurements.length > 0) console.table(measurements);
});

/** Keeps a measurement for the table that is printed at the end, in whole numbers. */
export function note(measurement: Measurement): void {
  const rounded = Object.entries(measurement).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'number' ? Math.round(value) : value,
  ]);
  measurements.push(Object.fromEntries(rounded) as Measurement);
}
