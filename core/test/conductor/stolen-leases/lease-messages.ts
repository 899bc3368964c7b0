import type { ChildProcess } from 'node:child_process';
import type { Lease } from '@inspector/plugin-api';
import type { LocalLeases } from '@inspector/coordination-local/local-leases.js';

/** What a process asks about leases. */
export interface LeaseQuestion {
  readonly id: number;
  readonly ask: 'acquire' | 'tryAcquire' | 'release';
  /** The node; for `release` the fence of the lease. */
  readonly about: string | number;
}

/** What it is told. */
export interface LeaseAnswer {
  readonly id: number;
  /** Undefined: somebody else has the node, or there is nothing to say. */
  readonly fence: number | undefined;
}

/** Lets a process have leases out of those of this one. */
export function serveLeases(child: ChildProcess, leases: LocalLeases): void {
  const held = new Map<number, Lease>();
  const answer = async ({ ask, about }: LeaseQuestion): Promise<number | undefined> => {
    if (ask === 'release') {
      const lease = held.get(Number(about));
      held.delete(Number(about));
      await lease?.release();
      return undefined;
    }
    const lease = await leases[ask](String(about));
    if (lease) held.set(lease.fence, lease);
    return lease?.fence;
  };
  child.on('message', (message: Partial<LeaseQuestion>) => {
    if (message.ask === undefined) return;
    const question = message as LeaseQuestion;
    void answer(question).then((fence) => {
      const said: LeaseAnswer = { id: question.id, fence };
      if (child.connected) child.send(said);
    });
  });
}
