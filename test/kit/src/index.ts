export * from '@inspector/simulator';
export { memoryBareMetal } from './node/memory-baremetal.js';
export { MemoryNode, type MemoryNodeStart, type RecordedChanges } from './node/memory-node.js';
export { recordLog, type LogLine, type RecordedLog } from './node/recorded-log.js';
export { NODE_UUID, createWorld, type World, type WorldOptions } from './node/world.js';
export { createContext, type ContextOptions } from './plugin/context.js';
export { memoryDataTable } from './plugin/data-table.js';
export { runHook, type HookResult, type HookRun } from './plugin/run-hook.js';
export { conditionTester, type ConditionTester } from './plugin/condition-tester.js';
export {
  actionTester,
  type ActionResult,
  type ActionRun,
  type ActionTester,
} from './plugin/action-tester.js';
export type { TestFunctions } from './suite/test-functions.js';
export { storageSuite, type StorageSuiteOptions, type StorageUnderTest } from './suite/storage-suite.js';
export {
  pxeFilterSuite,
  type Decision,
  type PxeFilterSuiteOptions,
  type PxeFilterUnderTest,
} from './suite/pxe-filter-suite.js';
export { hookSuite, type HookSuiteOptions } from './suite/hook-suite.js';
export { HOSTILE_DATA } from './suite/hostile-data.js';
