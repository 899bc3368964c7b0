import { createRequire } from 'node:module';

const { generator, seed } = createRequire(import.meta.url)('./order.cjs') as {
  readonly seed: number;
  readonly generator: (start: number) => () => number;
};

/** Numbers from 0 to 1 that the seed of the run repeats: the same for a seed, whatever other tests take. */
export const chance = (): (() => number) => generator(seed);
