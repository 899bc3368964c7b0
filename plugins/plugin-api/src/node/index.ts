export type * from './change.js';
export {
  ServiceNodeHandle,
  type HandleOptions,
  type HandleServices,
  type IntrospectionNotes,
  type NodeService,
  type Permission,
} from './handle.js';
export { applyPatch, normalisePath } from './json-pointer.js';
export { isRefusal, type ExplainRefusal } from './refusal.js';
export { memoryNotes, type MemoryNotesStart } from './memory-notes.js';
