export { createPlugin, type CreatedPlugin, type Place } from './create-plugin.js';
export { KIND_WORDS } from './kinds.js';
export { main, type Surroundings } from './main.js';
export {
  CreateError,
  LANGUAGES,
  TEST_RUNNERS,
  type Language,
  type PluginRequest,
  type TestRunner,
} from './request.js';
export { toldAbout } from './told.js';
