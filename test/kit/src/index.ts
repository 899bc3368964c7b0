export * from '@inspector/simulator';
export { memoryBareMetal } from './node/memory-baremetal.js';
export { MemoryNode, type MemoryNodeStart, type RecordedChanges } from './node/memory-node.js';
export { recordLog, type LogLine, type RecordedLog } from './node/recorded-log.js';
export { NODE_UUID, createWorld, type World, type WorldOptions } from './node/world.js';
export { createContext, type ContextOptions } from './plugin/context.js';
export { memoryDataTable } from './plugin/data-table.js';
export { runHook, type HookResult, type HookRun } from './plugin/run-hook.js';
