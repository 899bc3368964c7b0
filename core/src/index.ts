export { defineConfig } from './config/define-config.js';
export { resolveConfig } from './config/load.js';
export type * from './config/types.js';
export { createInspector, type CreateOptions } from './server/create-inspector.js';
export type { Inspector } from './server/inspector.js';
