import { startFakeIronic, type FakeIronic, type FakeIronicOptions } from './server.js';

/** What the parent tells a fake in a process of its own. */
export type ToFake =
  | { readonly kind: 'start'; readonly options: Omit<FakeIronicOptions, 'credentials'> }
  | { readonly kind: 'usage' }
  | { readonly kind: 'stop' };

/** The answers of the fake. */
export type FromFake =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'usage'; readonly cpuSeconds: number; readonly requests: number }
  | { readonly kind: 'failed'; readonly message: string };

// Entry point of the process that `startFakeIronicProcess` forks.

let running: FakeIronic | undefined;

const tell = (message: FromFake): void => void process.send?.(message);

async function obey(message: ToFake): Promise<void> {
  if (message.kind === 'start') {
    running = await startFakeIronic(message.options);
    tell({ kind: 'ready', url: running.url });
  } else if (message.kind === 'usage') {
    const { user, system } = process.cpuUsage();
    tell({ kind: 'usage', cpuSeconds: (user + system) / 1e6, requests: running?.requests.length ?? 0 });
  } else {
    await running?.close();
    process.disconnect();
  }
}

process.on('message', (message: ToFake) => {
  obey(message).catch((error: unknown) => {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});
// A parent that dies takes the fake with it.
process.on('disconnect', () => void running?.close());
