import { setImmediate } from 'node:timers/promises';
import type { Lease } from '@inspector/plugin-api';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import { expect } from 'chai';
import { RebootLine } from '../../src/conductor/delay.js';
import { SharedPace } from '../../src/conductor/shared-pace.js';

describe('The delay between reboots of several conductors', () => {
  it('lets one node of all conductors go at a time', async () => {
    const leases = new LocalLeases();
    const given: Lease[] = [];
    const coordinator = {
      acquire: async (key: string, options?: { signal?: AbortSignal }) => {
        const lease = await leases.acquire(key, options);
        given.push(lease);
        return lease;
      },
    };
    const stopping = new AbortController();
    const lineOf = () => new RebootLine(new SharedPace(3600, coordinator, stopping.signal), stopping.signal);
    const [one, other] = [lineOf(), lineOf()];
    await one.turn('a');
    let went = false;
    const second = other.turn('b').then(() => (went = true));
    await setImmediate();
    expect(went).to.equal(false);
    expect(other.place('b')).to.deep.equal({ position: 1, length: 1 });
    await given[0]?.release();
    await second;
    expect(given).to.have.length(2);
    stopping.abort();
    // The lease ends with the conductor that stops.
    await (await leases.acquire('00000000-0000-4000-8000-00007265626f')).release();
  });

  it('lets a node leave the line that waits for another conductor', async () => {
    const leases = new LocalLeases();
    const signal = new AbortController().signal;
    const line = new RebootLine(new SharedPace(3600, leases, signal), signal);
    const held = await leases.acquire('00000000-0000-4000-8000-00007265626f');
    const turn = line.turn('a').catch((error: unknown) => String(error));
    await setImmediate();
    expect(line.leave('a', 'Canceled by operator')).to.equal(true);
    expect(await turn).to.contain('Canceled by operator');
    await held.release();
  });
});
