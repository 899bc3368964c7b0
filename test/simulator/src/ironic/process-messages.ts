import type { FakeIronicOptions } from './server.js';

/** What the parent tells a fake in a process of its own. */
export type ToFake =
  | { readonly kind: 'start'; readonly options: Omit<FakeIronicOptions, 'credentials'> }
  | { readonly kind: 'usage' }
  | { readonly kind: 'stop' };

/** What the fake answers. */
export type FromFake =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'usage'; readonly cpuSeconds: number; readonly requests: number }
  | { readonly kind: 'failed'; readonly message: string };
