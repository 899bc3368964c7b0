import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { DhcpNetwork } from './network.js';

/** A machine that asks for a lease all the time. */
export interface Watch {
  /** Ends it; true: it has got a lease at some time. */
  stop(): Promise<boolean>;
}

/** Lets a machine ask for a lease every second until it is told to stop. */
export function watchForLease(network: DhcpNetwork, mac: string): Watch {
  const [command, ...prefix] = network.inMachines;
  const client = [
    'busybox',
    'udhcpc',
    '-i',
    network.card(mac),
    '-f',
    '-t',
    '600',
    '-T',
    '1',
    '-s',
    '/bin/true',
  ];
  const child = spawn(command, [...prefix, ...client], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    async stop() {
      child.kill('SIGKILL');
      await ended;
      if (!output.includes('broadcasting discover')) throw new Error(`udhcpc never asked: ${output}`);
      return /lease of .* obtained/.test(output);
    },
  };
}
