export * from '@inspector/simulator';
export { memoryBareMetal } from './node/memory-baremetal.js';
export type { RecordedChanges } from './node/recorded-changes.js';
export { recordLog, type LogLine, type RecordedLog } from './node/recorded-log.js';
export { NODE_UUID, createWorld, type World, type WorldOptions } from './node/world.js';
export {
  createContext,
  type ContextOptions,
  type DefinitionUnderTest,
  type GivenServiceOptions,
  type TestContext,
} from './plugin/context.js';
export { followedEvents, type FollowedEvents, type FollowOutcome } from './plugin/followed-events.js';
export { memoryDataTable } from './plugin/data-table.js';
export { memoryRevisionTable } from './plugin/revision-table.js';
export { runHook, type HookResult, type HookRun } from './plugin/run-hook.js';
export { runHooks, type HookOfSeveral, type HooksRun } from './plugin/run-hooks.js';
export { fakeClock, type FakeClock } from './plugin/fake-clock.js';
export { startInspector, type StartOptions } from './service/start-inspector.js';
export type { GivenPlugin, GivenPlugins } from './service/given-plugins.js';
export type { GivenConfig } from './service/service-config.js';
export type { ServiceLogLine } from './service/service-log.js';
export type {
  HookOutcome,
  IntrospectionStatus,
  NodeName,
  RunningInspector,
  ServiceAnswer,
  WaitLimit,
} from './service/running-inspector.js';
export { runRules, type RulesResult, type RulesRun } from './service/run-rules.js';
export { conditionTester, type ConditionTester } from './plugin/condition-tester.js';
export {
  actionTester,
  type ActionResult,
  type ActionRun,
  type ActionTester,
} from './plugin/action-tester.js';
export type { DescribeAndIt, TestFunctions } from './suite/test-functions.js';
export { storageSuite, type StorageSuiteOptions, type StorageUnderTest } from './suite/storage-suite.js';
export {
  pxeFilterSuite,
  type Decision,
  type DriverVerdict,
  type PxeFilterSuiteOptions,
  type PxeFilterUnderTest,
} from './suite/pxe-filter-suite.js';
export { isServed, machineMac, wantedState } from './suite/wanted-states.js';
export { hookSuite, type HookSuiteOptions } from './suite/hook-suite.js';
export {
  nodeNotFoundSuite,
  type NodeNotFoundRun,
  type NodeNotFoundSuiteOptions,
} from './suite/node-not-found-suite.js';
export { conditionSuite, type ConditionCase, type ConditionSuiteOptions } from './suite/condition-suite.js';
export { actionSuite, type ActionSuiteOptions } from './suite/action-suite.js';
export {
  bareMetalSuite,
  type BareMetalSuiteOptions,
  type BareMetalUnderTest,
} from './suite/bare-metal-suite.js';
export {
  coordinationSuite,
  type CoordinationSuiteOptions,
  type CoordinationUnderTest,
} from './suite/coordination-suite.js';
export {
  inventorySuite,
  type InventorySuiteOptions,
  type InventoryUnderTest,
  type NamedDocument,
} from './suite/inventory-suite.js';
export { pageSuite, type PageSuiteOptions } from './suite/page-suite.js';
export { packageSuite, type PackageSuiteOptions } from './suite/package-suite.js';
export { HOSTILE_DATA } from './suite/hostile-data.js';
export { HOSTILE_VALUES } from './suite/hostile-values.js';
