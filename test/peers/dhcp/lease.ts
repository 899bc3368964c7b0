import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DhcpNetwork } from './network.js';

/** How long a machine asks. A lease takes 0.1 s; being ignored shows only in silence. */
export interface Patience {
  /** Requests one second apart. */
  readonly tries: number;
}

/** Asks for an IPv4 lease as the machine with this MAC; false: nobody answered. */
export async function getsLease(network: DhcpNetwork, mac: string, { tries }: Patience): Promise<boolean> {
  const [command, ...prefix] = network.inMachines;
  const client = ['busybox', 'udhcpc', '-i', network.card(mac), '-f', '-q', '-n', '-s', '/bin/true'];
  const child = spawn(command, [...prefix, ...client, '-t', String(tries), '-T', '1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  if (/lease of .* obtained/.test(output)) return true;
  if (output.includes('no lease')) return false;
  throw new Error(`udhcpc did neither: ${output}`);
}

/** Asks for an IPv6 address as the machine with this MAC; false: nobody answered in that many seconds. */
export async function getsLease6(network: DhcpNetwork, mac: string, { tries }: Patience): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-dhclient-'));
  const [command, ...prefix] = network.inMachines;
  const files = ['-lf', join(folder, 'leases'), '-pf', join(folder, 'pid'), '-sf', '/bin/true'];
  const args = [...prefix, 'dhclient', '-6', '-1', '-d', '-v', ...files, network.card(mac)];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  let output = '';
  const replied = new Promise<true>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('RCV: Reply message')) resolve(true);
    });
  });
  const over = new AbortController();
  try {
    // The first request goes out within a second, the next ones a second or two later.
    const silence = sleep((tries + 2) * 1000, false, { signal: over.signal });
    const answer = await Promise.race([replied, silence, closed]);
    if (typeof answer === 'boolean') return answer;
    throw new Error(`dhclient ended: ${output}`);
  } finally {
    over.abort();
    child.kill('SIGKILL');
    await closed;
    await rm(folder, { recursive: true });
  }
}
