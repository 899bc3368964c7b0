import type { DnsmasqProcess } from '../src/dnsmasq-process.js';
import { following, type Sight } from '../src/sight.js';

/** A dnsmasq that only remembers what it was told. */
export function fakeDnsmasq(can: { readonly starts?: boolean; readonly reloads?: boolean } = {}) {
  const calls: string[] = [];
  const failures: Error[] = [];
  const call = (name: string) => async () => {
    calls.push(name);
    const failure = failures.shift();
    if (failure) throw failure;
    return true;
  };
  const dnsmasq: DnsmasqProcess = {
    starts: can.starts ?? false,
    reloads: can.reloads ?? false,
    start: async () => void (can.starts && (await call('start')())),
    stop: async () => void (await call('stop')()),
    reload: call('reload'),
  };
  return { dnsmasq, calls, failures };
}

/** A view of dnsmasq that tests set; at first dnsmasq follows. */
export function fakeServer(sight: Sight = following('dnsmasq (process 7) watches.')) {
  const server = {
    sight,
    told: 0,
    look: () => server.sight,
    directoryWasReplaced: () => undefined,
    readLog: async () => ({ isRead: false, reason: 'There is no log.', requests: [] }),
    telling: () => () => void (server.told += 1),
  };
  return server;
}
