import { expect } from 'chai';
import { createMetrics } from '../../src/metrics/metrics.js';

describe('metrics that are looked at when somebody asks', () => {
  const failures = (text: string) => /^inspector_scrape_failures_total (\d+)$/m.exec(text)?.[1];

  it('are looked at once for all who ask at the same time, and not before', async () => {
    const metrics = createMetrics();
    let looks = 0;
    metrics.onScrape(async () => metrics.rebootQueue.set(++looks));
    expect(looks).to.equal(0);
    const texts = await Promise.all([metrics.text(), metrics.text()]);
    expect(looks).to.equal(1);
    for (const text of texts) expect(text).to.match(/^inspector_reboot_queue 1$/m);
    expect(await metrics.text()).to.match(/^inspector_reboot_queue 2$/m);
  });

  it('do not keep the others away when a look fails', async () => {
    const metrics = createMetrics();
    metrics.onScrape(() => Promise.reject(new Error('the disk is gone')));
    metrics.onScrape(async () => metrics.rebootQueue.set(7));
    const text = await metrics.text();
    expect(text).to.match(/^inspector_reboot_queue 7$/m);
    expect(failures(text)).to.equal('1');
  });

  it('belong to one service, those of the process to all of them', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.introspections.inc({ outcome: 'finished' });
    const text = await other.text();
    expect(text).to.not.include('inspector_introspections_total{outcome="finished"}');
    expect(text).to.include('process_resident_memory_bytes');
    expect(text).to.include('nodejs_eventloop_lag_p99_seconds');
  });

  it('are text that Prometheus can read: each name described once, no line repeated', async () => {
    const text = await createMetrics().text();
    const described = [...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name);
    expect(described.length).to.be.above(30);
    expect(new Set(described).size).to.equal(described.length);
    const values = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of values) expect(line).to.match(/^[a-z_:][a-zA-Z0-9_:]*(\{[^}]*\})? \S+$/);
    expect(new Set(values.map((line) => line.replace(/ \S+$/, ''))).size).to.equal(values.length);
  });
});
