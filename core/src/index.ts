export { defineConfig } from './config/define-config.js';
export { resolveConfig } from './config/load.js';
export type * from './config/types.js';
export { createApi } from './server/create-api.js';
export { createInspector, type CreateOptions } from './server/create-inspector.js';
export type { MountableApi } from './server/mountable-api.js';
export type { Inspector } from './server/inspector.js';
