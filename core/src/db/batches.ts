/** Rows or values in one statement: databases limit the number of parameters, and data may be hostile. */
export const BATCH = 500;

/** Cuts a list into pieces that fit into one statement. */
export function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
