import { basicTests, type NamedDocument } from './inventory-basics.js';
import { failureTests } from './inventory-failures.js';
import { historyTests } from './inventory-history.js';
import { inventoryTest, type InventoryUnderTest } from './inventory-under-test.js';
import { writerTests } from './inventory-writers.js';
import type { DescribeAndIt } from './test-functions.js';

export type { NamedDocument } from './inventory-basics.js';
export type { InventoryUnderTest } from './inventory-under-test.js';

const MOST_HOSTS = 10_000;

/** What {@link inventorySuite} works with. */
export interface InventorySuiteOptions extends DescribeAndIt {
  /** Name in the title; default `inventory`. */
  readonly name?: string;
  /** Makes a fresh, empty store, called for each test. */
  create(): Promise<InventoryUnderTest>;
  /** Further documents that have to come back as they are, in canonical form. */
  readonly documents?: readonly NamedDocument[];
  /** Hosts of the largest document. Default 10,000, the most that the service takes. */
  readonly hosts?: number;
  /** Changes that each of 20 writers makes at the same time. Default 10. */
  readonly changes?: number;
}

/**
 * Defines the tests every inventory backend has to pass: documents come back as they were, to every process; no change is lost,
 * whoever else writes; what fails says what happened and leaves what was stored; former revisions can be listed and loaded. What
 * `capabilities` says is missing is shown as not run, and so is what `create` gives no function for.
 */
export function inventorySuite(options: InventorySuiteOptions): void {
  const {
    describe,
    it,
    create,
    name = 'inventory',
    documents = [],
    hosts = MOST_HOSTS,
    changes = 10,
  } = options;
  const test = inventoryTest(it, create);
  describe(`${name}: conformance`, () => {
    basicTests(test, documents, hosts);
    writerTests(test, changes);
    historyTests(test);
  });
  describe(`${name}: when its store fails`, () => failureTests(test));
}
