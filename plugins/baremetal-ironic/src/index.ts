import { defineBareMetal } from '@inspector/plugin-api';
import { createIronic } from './create-ironic.js';
import { ironicSchema } from './options.js';

/** The bare metal service OpenStack Ironic, over its REST API. */
export default defineBareMetal({
  id: 'ironic',
  configSchema: ironicSchema,
  setup: ({ config, log }) => createIronic(config, log),
});
