import type { DnsmasqProcess } from '../src/dnsmasq-process.js';

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
