import { definePage } from '@inspector/plugin-api';
import { fileURLToPath } from 'node:url';

/** The page of Inspector: static files that ask the public API. */
export default definePage({
  id: 'ui',
  setup: () => ({ directory: () => fileURLToPath(new URL('page/', import.meta.url)) }),
});
