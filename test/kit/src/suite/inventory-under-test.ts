import type { InventoryBackend, InventoryWrite } from '@inspector/plugin-api';
import type { DescribeAndIt } from './test-functions.js';
import { skipping } from './not-run.js';

/** An inventory backend with what its tests need around it. */
export interface InventoryUnderTest {
  readonly backend: InventoryBackend;
  /** Opens the same store once more, as another process does. */
  another(): Promise<InventoryBackend>;
  /** Opens another store of the same kind, with other options. */
  elsewhere?(): Promise<InventoryBackend>;
  /** Makes the store fail from now on: stops its server, takes its directory away. */
  breakIt?(): Promise<void>;
  /** Undoes `breakIt`. */
  mendIt?(): Promise<void>;
  /** Makes the store refuse the credentials of the backend. */
  lockOut?(): Promise<void>;
  /** Lets the store be read, and not written, from now on. */
  makeReadOnly?(): Promise<void>;
  /** Damages what is stored, so that it is no document any more. */
  damage?(): Promise<void>;
  /** Everything that is in the store, in any form that tells two states of it apart. */
  inside?(): Promise<string>;
  /** Texts that no message may have: passwords, tokens. */
  readonly secrets?: readonly string[];
  /** Releases everything; called after the backends are closed, whatever was done to the store. */
  cleanUp(): Promise<void>;
}

/** One test of a backend. */
export type InventoryTest = (title: string, body: (under: InventoryUnderTest) => Promise<void>) => void;

/** Makes tests that get a fresh store and release it afterwards, however they end. */
export function inventoryTest(
  it: DescribeAndIt['it'],
  create: () => Promise<InventoryUnderTest>,
): InventoryTest {
  return (title, body) => {
    skipping(it)(title, async () => {
      const under = await create();
      const opened = [under.backend];
      const keep = async (open: Promise<InventoryBackend>): Promise<InventoryBackend> => {
        const backend = await open;
        opened.push(backend);
        return backend;
      };
      const { elsewhere } = under;
      try {
        await body({
          ...bound(under),
          another: () => keep(under.another()),
          ...(elsewhere && { elsewhere: () => keep(elsewhere.call(under)) }),
        });
      } finally {
        for (const backend of opened) await backend.close?.();
        await under.cleanUp();
      }
    });
  };
}

/** What the suite says about each write of its own. */
export const by = (
  write: Partial<InventoryWrite> & Pick<InventoryWrite, 'expected' | 'force'>,
): InventoryWrite => ({
  author: 'suite',
  reason: 'conformance',
  source: 'inventorySuite',
  summary: null,
  ...write,
});

/** The methods of an object that may be an instance of a class, as functions. */
function bound(under: InventoryUnderTest): InventoryUnderTest {
  const { breakIt, mendIt, lockOut, makeReadOnly, damage, inside, secrets } = under;
  return {
    backend: under.backend,
    another: () => under.another(),
    ...(breakIt && { breakIt: breakIt.bind(under) }),
    ...(mendIt && { mendIt: mendIt.bind(under) }),
    ...(lockOut && { lockOut: lockOut.bind(under) }),
    ...(makeReadOnly && { makeReadOnly: makeReadOnly.bind(under) }),
    ...(damage && { damage: damage.bind(under) }),
    ...(inside && { inside: inside.bind(under) }),
    ...(secrets && { secrets }),
    cleanUp: () => under.cleanUp(),
  };
}
