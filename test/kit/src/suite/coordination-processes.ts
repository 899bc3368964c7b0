import type { Coordinator } from '@inspector/plugin-api';
import { eventually, type Holds } from './eventually.js';
import type { DescribeAndIt } from './test-functions.js';
import { skipping } from './not-run.js';

/** A coordination backend with what its tests need around it. */
export interface CoordinationUnderTest {
  readonly coordinator: Coordinator;
  /** Makes the coordinator of another process on the same database; must be given unless `exclusive` is true. */
  another?(): Promise<Coordinator>;
  /**
   * Takes the lease of a node away from `coordinator`, as an operator or a long pause does; resolves when the holder has
   * to know. Must be given unless `exclusive` is true.
   */
  lose?(uuid: string): Promise<void>;
  /**
   * Cuts `coordinator`, and nobody else, off from its backend: requests are neither refused nor answered. Must be given
   * unless `exclusive` is true.
   */
  cutOff?(): Promise<void>;
  /** Lets `coordinator` reach its backend again. Must be given with `cutOff`. */
  reconnect?(): Promise<void>;
  /** Releases everything; called after the coordinators are closed. */
  cleanUp(): Promise<void>;
}

/** The coordinators of one test: of the first process, and of all processes. */
export interface Processes {
  readonly one: Coordinator;
  readonly all: readonly [Coordinator, ...Coordinator[]];
  /** Ends the first process. */
  readonly endOne: () => Promise<void>;
  /** Takes the lease of a node away from the first process. */
  readonly lose: ((uuid: string) => Promise<void>) | undefined;
  /** The connection of the first process to its backend. */
  readonly connection:
    { readonly cut: () => Promise<void>; readonly restore: () => Promise<void> } | undefined;
  /** Waits until something holds, as long as the backend may take to notice it. */
  readonly eventually: (what: string, holds: Holds) => Promise<void>;
}

/** Defines a test that works with fresh coordinators. */
export type CoordinationTest = (title: string, body: (processes: Processes) => Promise<void>) => void;

/**
 * Makes tests that get coordinators and close them afterwards, however they end.
 *
 * @param create - makes a fresh backend, called for each test
 * @param patience - milliseconds a test waits for what the backend has to notice
 */
export function coordinationTest(
  it: DescribeAndIt['it'],
  create: () => Promise<CoordinationUnderTest>,
  patience: number,
): CoordinationTest {
  return (title, body) => {
    skipping(it)(title, async () => {
      const under = await create();
      const { coordinator: one } = under;
      const all: [Coordinator, ...Coordinator[]] = [one];
      const running = new Set(all);
      const end = async (coordinator: Coordinator): Promise<void> => {
        if (running.delete(coordinator)) await coordinator.close?.();
      };
      try {
        if (under.another !== undefined) all.push(await under.another());
        for (const coordinator of all) running.add(coordinator);
        await body({
          one,
          all,
          endOne: () => end(one),
          lose: under.lose?.bind(under),
          connection: connectionOf(under),
          eventually: (what, holds) => eventually(what, holds, patience),
        });
      } finally {
        for (const coordinator of [...running]) await end(coordinator);
        await under.cleanUp();
      }
    });
  };
}

function connectionOf(under: CoordinationUnderTest): Processes['connection'] {
  const { cutOff, reconnect } = under;
  if (cutOff === undefined || reconnect === undefined) return undefined;
  return { cut: cutOff.bind(under), restore: reconnect.bind(under) };
}
