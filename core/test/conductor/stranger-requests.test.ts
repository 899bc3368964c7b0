import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { StrangerRequests } from '../../src/conductor/stranger-requests.js';
import { createMetrics } from '../../src/metrics/metrics.js';

const keys = (macs: number, bmcs = 0) => ({
  macs: Array.from({ length: macs }, (_, index) => String(index)),
  bmcAddresses: Array.from({ length: bmcs }, (_, index) => String(index)),
});

describe('requests because of unknown machines', () => {
  const limited = (perSecond: number, interfaces = 1) => {
    const clock = { now: 0 };
    const lines: string[] = [];
    const metrics = createMetrics();
    const log = { warn: (line: unknown) => void lines.push(String(line)) };
    const strangers = new StrangerRequests({ perSecond, interfaces, metrics, log, now: () => clock.now });
    const isAllowed = (...details: Parameters<StrangerRequests['allow']>): boolean => {
      try {
        strangers.allow(...details);
        return true;
      } catch (error) {
        expect(InspectorError.is(error) && [error.code, error.status]).to.deep.equal([
          'INSP_STRANGERS_LIMIT',
          503,
        ]);
        return false;
      }
    };
    return { clock, lines, metrics, isAllowed };
  };

  it('are allowed as many as come in ten seconds at once, and then again as time passes', () => {
    const { clock, isAllowed } = limited(2);
    expect(Array.from({ length: 11 }, () => isAllowed(keys(1, 2), 1)).filter(Boolean)).to.have.length(10);
    clock.now += 500;
    expect(isAllowed(keys(1, 1), 1)).to.equal(false);
    clock.now += 500;
    expect(isAllowed(keys(1, 1), 1)).to.equal(true);
    clock.now += 3_600_000;
    expect(isAllowed(keys(21), 1)).to.equal(false);
    expect(isAllowed(keys(20), 1)).to.equal(true);
  });

  it('are counted once for each place that is searched', () => {
    const { isAllowed } = limited(1);
    expect(isAllowed(keys(5), 2)).to.equal(true);
    expect(isAllowed(keys(1), 1)).to.equal(false);
    expect(isAllowed(keys(1000), 0)).to.equal(true);
  });

  it('are always allowed for two of the largest machines', () => {
    const { isAllowed } = limited(1, 256);
    expect([1, 2, 3].map(() => isAllowed(keys(256, 1), 1))).to.deep.equal([true, true, false]);
  });

  it('have no limit where it is 0', () => {
    const { isAllowed } = limited(0);
    expect(isAllowed(keys(100_000, 2), 2)).to.equal(true);
  });

  it('that are refused are counted, and logged once until some are allowed again', async () => {
    const { clock, lines, metrics, isAllowed } = limited(1);
    for (const macs of [10, 1, 1, 1]) isAllowed(keys(macs), 1);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include('limits.strangersRequests');
    clock.now += 1000;
    for (const macs of [1, 1]) isAllowed(keys(macs), 1);
    expect(lines).to.have.length(2);
    const text = await metrics.text();
    expect(text).to.include('inspector_limit_hits_total{limit="limits.strangersRequests"} 4');
  });
});
