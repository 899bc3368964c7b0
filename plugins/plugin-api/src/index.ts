export { InspectorError, type InspectorErrorOptions } from './errors/inspector-error.js';
export { checkAll } from './errors/check-all.js';
export { fileWords } from './errors/file-words.js';
export { thrownClass, thrownText } from './errors/thrown.js';
export { LONGEST_TEXT, shortText } from './errors/short-text.js';
export {
  ERROR_CODES,
  type AnyErrorCode,
  type ErrorCode,
  type ErrorCodeName,
  type OwnErrorCode,
} from './errors/codes.js';
export * from './contract/define.js';
export type * from './contract/context.js';
export type { NoOptions, OptionsOf } from './contract/options.js';
export * from './contract/service-options.js';
export type * from './contract/types.js';
export type * from './json/types.js';
export type * from './baremetal/types.js';
export type * from './storage/types.js';
export type * from './pxe-filter/types.js';
export type * from './coordination/members.js';
export type * from './coordination/types.js';
export type * from './events/types.js';
export type * from './inventory-store/revision-table.js';
export type * from './inventory-store/types.js';
export * from './inventory-store/check-expected.js';
export * from './introspection/types.js';
export { httpUrlFault } from './net/http-url.js';
export type * from './node/types.js';
export type * from './page/types.js';
export * from './waiting/patience.js';
export * from './waiting/another-try.js';
export * from './work/work-origin.js';
export { WorkSlot } from './work/work-slot.js';
