import { expect } from 'chai';
import sinon from 'sinon';
import { limitReports } from '../../../src/api/limits/limit-reports.js';
import { createMetrics } from '../../../src/metrics/metrics.js';

describe('Reports of limits', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => clock.restore());

  it('counts every hit, and logs each limit once a minute', async () => {
    const metrics = createMetrics();
    const lines: string[] = [];
    const reports = limitReports(metrics, { warn: (_fields: object, text: string) => lines.push(text) });
    for (let hit = 0; hit < 42; hit++) reports.hit('dataBytes', '192.0.2.1');
    reports.hit('maxBodySize', '192.0.2.1');
    expect(lines).to.deep.equal([
      'A request was refused because of `limits.dataBytes`',
      'A request was refused because of `maxBodySize`',
    ]);
    clock.tick(60_000);
    reports.hit('dataBytes', '192.0.2.1');
    expect(lines.at(-1)).to.equal(
      'A request was refused because of `limits.dataBytes`, and 41 more since the last line about it',
    );
    expect(await metrics.registry.metrics()).to.match(
      /inspector_limit_hits_total\{limit="limits.dataBytes"\} 43\n.*\{limit="maxBodySize"\} 1/,
    );
  });
});
