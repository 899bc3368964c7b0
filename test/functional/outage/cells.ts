import { chance } from '../../mocha/chance.js';
import { OPERATIONS, type Operation, type Trial } from './operations.js';
import { quickSeconds } from './quick-time.js';

/** `INSPECTOR_TEST_LONG=1` tries every way to fail in every step, for a short and for a long time. */
export const LONG = process.env['INSPECTOR_TEST_LONG'] !== undefined;

/** How fast the service of these tests is. */
export const TIMING = { patience: quickSeconds(25), keptPostsInterval: quickSeconds(10) };

/** How fast its client of Ironic is. */
export const CLIENT = {
  timeout: quickSeconds(20),
  retryInterval: quickSeconds(2),
  connectRetryDelay: quickSeconds(0.5),
};

/** Seconds: one that the posts of the ramdisk outlast, and one that they do not. */
const OUTAGES = LONG ? [8, 45] : [45];

/** Where in an operation a service is needed. */
export interface Step<Place> {
  readonly operation: Operation;
  /** Completes the sentence "it fails when …". */
  readonly name: string;
  readonly place: Place;
}

/** What {@link tryCells} tries. */
export interface Cells<Way extends string, Place> {
  /** How the service fails: completes the sentence "it …". */
  readonly ways: readonly Way[];
  readonly steps: readonly Step<Place>[];
  /** What is tried in a cell, apart from the time. */
  readonly trial: (way: Way, place: Place) => Omit<Trial, 'seconds'>;
  /** How many cells the short form tries, each of another operation. Default: one of each. */
  readonly sample?: number;
}

/** Declares a test for each way in which a service can fail in each step; in the short form for a few, which the seed chooses. */
export function tryCells<Way extends string, Place>({
  ways,
  steps,
  trial,
  sample = Number.POSITIVE_INFINITY,
}: Cells<Way, Place>): void {
  const random = chance();
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, order: random() }))
      .sort((left, right) => left.order - right.order)
      .map(({ item }) => item);
  const byOperation = shuffled(Object.keys(OPERATIONS) as Operation[]).map((operation) =>
    shuffled(
      steps
        .filter((step) => step.operation === operation)
        .flatMap((step) => ways.map((way) => ({ step, way }))),
    ),
  );
  const chosen = LONG
    ? byOperation.flat()
    : byOperation.flatMap((cells) => cells.slice(0, 1)).slice(0, sample);
  for (const seconds of OUTAGES) {
    for (const { step, way } of chosen) {
      it(`loses nothing on ${step.operation}: ${way} when ${step.name} (${String(seconds)} s)`, async function () {
        this.timeout(60_000);
        await OPERATIONS[step.operation]({ ...trial(way, step.place), seconds });
      });
    }
  }
}
