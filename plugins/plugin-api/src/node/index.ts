export { ServiceNodeHandle, type HandleServices } from './handle.js';
export { applyPatch, normalisePath } from './json-pointer.js';
