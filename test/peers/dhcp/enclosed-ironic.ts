import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MachineOptions } from '@inspector/simulator';
import type { DhcpNetwork } from './network.js';

/** What the process of an enclosed Ironic may be told. */
export type ToRoom =
  | { readonly kind: 'enroll'; readonly machine: MachineOptions }
  | { readonly kind: 'remove-ports'; readonly node: string }
  | { readonly kind: 'go-down' }
  | { readonly kind: 'come-back' };

type FromRoom = { readonly kind: 'ready'; readonly url: string } | { readonly kind: 'done' };

/** A fake Ironic among the servers of a network. */
export interface EnclosedIronic {
  /** Its address inside the namespace. */
  readonly url: string;
  /** Enrols a machine with the card it boots from. */
  enroll(machine: MachineOptions): Promise<void>;
  removePorts(node: string): Promise<void>;
  /** Cuts every connection from now on. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a fake Ironic in the namespace of the servers. */
export async function startEnclosedIronic(network: DhcpNetwork): Promise<EnclosedIronic> {
  const [command, ...prefix] = network.inServer;
  const program = fileURLToPath(new URL('./ironic-room.ts', import.meta.url));
  const child = spawn(command, [...prefix, process.execPath, '--import', 'tsx', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answer = async (): Promise<FromRoom> => {
    const message = once(child, 'message').then(([first]) => first as FromRoom);
    const gone = ended.then(() => {
      throw new Error('The fake Ironic ended before it answered.');
    });
    return Promise.race([message, gone]);
  };
  const tell = async (message: ToRoom): Promise<void> => {
    const done = answer();
    child.send(message);
    await done;
  };
  const ready = await answer();
  return {
    url: ready.kind === 'ready' ? ready.url : '',
    enroll: (machine) => tell({ kind: 'enroll', machine }),
    removePorts: (node) => tell({ kind: 'remove-ports', node }),
    goDown: () => tell({ kind: 'go-down' }),
    comeBack: () => tell({ kind: 'come-back' }),
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
