import { coordinationSuite, type CoordinationUnderTest } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';
import { Table, TableCoordinator } from './table-coordinator.js';

/** Makes the coordinator of the first process, or of another. */
export type Make = (table: Table, first: boolean) => TableCoordinator;
/** A coordinator of several processes that is right. */
export const right: Make = (table) => new TableCoordinator(table);
/** A coordinator of one process that is right. */
export const alone: Make = (table) => new AloneCoordinator(table);

/** Right for one process. */
class AloneCoordinator extends TableCoordinator {
  override exclusive = true;
  override isLeader = () => true;
}

/** What the suite gets to see of a coordinator. */
export const underTest = (make: Make, processes: number): CoordinationUnderTest => {
  const table = new Table();
  const coordinator = make(table, true);
  const shared: Partial<CoordinationUnderTest> = {
    another: async () => make(table, false),
    lose: (uuid) => coordinator.lose(uuid),
    cutOff: () => coordinator.cutOff(),
    reconnect: () => coordinator.reconnect(),
  };
  return {
    coordinator,
    ...(processes > 1 ? shared : {}),
    cleanUp: async () => undefined,
  };
};

/** Titles of the tests that a coordinator does not pass. */
export const failuresWith = async (make: Make, processes = 2): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) =>
      coordinationSuite({ ...functions, create: async () => underTest(make, processes), patience: 100 }),
    ),
  );
