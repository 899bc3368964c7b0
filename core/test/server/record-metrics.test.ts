import { expect } from 'chai';
import { secondsAgo } from '../../src/db/timestamp.js';
import type { StateSummary } from '../../src/db/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { measureRecords } from '../../src/server/record-metrics.js';

describe('the metrics of introspection records', () => {
  const measured = (summary: () => Promise<StateSummary[]>) => {
    const metrics = createMetrics();
    measureRecords(metrics, { summary });
    return metrics;
  };

  it('count them by state, and the age of the one that waits longest', async () => {
    const text = await measured(async () => [
      { state: 'finished', records: 40, oldestStart: secondsAgo(9999) },
      { state: 'waiting', records: 3, oldestStart: secondsAgo(600) },
    ]).text();
    expect(text).to.match(/^inspector_introspections\{state="waiting"\} 3$/m);
    expect(text).to.match(/^inspector_introspections\{state="finished"\} 40$/m);
    expect(text).to.match(/^inspector_introspections\{state="error"\} 0$/m);
    const age = Number(/^inspector_oldest_waiting_seconds (\S+)$/m.exec(text)?.[1]);
    expect(age).to.be.within(600, 660);
  });

  it('say that none waits', async () => {
    const text = await measured(async () => []).text();
    expect(text).to.match(/^inspector_oldest_waiting_seconds 0$/m);
  });

  it('are left out while the database is away, and come back with it', async () => {
    let isAway = false;
    const metrics = measured(async () => {
      if (isAway) throw new Error('away');
      return [{ state: 'waiting', records: 3, oldestStart: secondsAgo(5) }];
    });
    await metrics.text();
    isAway = true;
    const text = await metrics.text();
    expect(text).to.not.match(/^inspector_introspections\{/m);
    expect(text).to.not.match(/^inspector_oldest_waiting_seconds \d/m);
    isAway = false;
    expect(await metrics.text()).to.include('inspector_introspections{state="waiting"} 3');
  });
});
