import { STATES } from '@inspector/plugin-api';
import type { RecordRepository } from '../db/types.js';
import type { Metrics } from '../metrics/metrics.js';

/** Has the records counted whenever metrics are asked for. */
export function measureRecords(metrics: Metrics, records: Pick<RecordRepository, 'summary'>): void {
  const { records: counts, oldestWaitingSeconds } = metrics;
  metrics.onScrape(async () => {
    try {
      const found = new Map((await records.summary()).map((one) => [one.state, one]));
      for (const state of STATES) counts.set({ state }, found.get(state)?.records ?? 0);
      const oldest = found.get('waiting')?.oldestStart;
      const age = oldest ? (Date.now() - Date.parse(`${oldest}Z`)) / 1000 : 0;
      oldestWaitingSeconds.set(Math.max(age, 0));
    } catch (error) {
      // What cannot be counted must not look as it did before.
      counts.reset();
      oldestWaitingSeconds.remove();
      throw error;
    }
  });
}
