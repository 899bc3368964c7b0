export { defineConfig } from './config/define-config.js';
export { resolveConfig } from './config/load.js';
export type * from './config/types.js';
export { createInspector, type CreateOptions, type Inspector } from './server/create-inspector.js';
