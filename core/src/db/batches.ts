/** Rows or values in one statement: databases limit the number of parameters, and data may be hostile. */
export const BATCH = 500;

/** Cuts a list into pieces that fit into one statement. */
export function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}

/** Characters of texts in one statement: servers limit its size (MariaDB to 16 MiB by default, `max_allowed_packet`). */
const MOST_TEXT = 1_000_000;

/** Cuts rows into pieces that fit into one statement, by their number and by the length of their texts. */
export function* rowBatches<T extends readonly unknown[]>(rows: readonly T[]): Generator<readonly T[]> {
  let batch: T[] = [];
  let length = 0;
  for (const row of rows) {
    const size = row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    if (batch.length === BATCH || (batch.length > 0 && length + size > MOST_TEXT)) {
      yield batch;
      [batch, length] = [[], 0];
    }
    batch.push(row);
    length += size;
  }
  if (batch.length > 0) yield batch;
}
