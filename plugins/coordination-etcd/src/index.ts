import { defineCoordination } from '@inspector/plugin-api';
import { connectCoordinator } from './etcd-coordinator.js';
import { etcdSchema } from './options.js';

/** Coordination of several processes through etcd. */
export default defineCoordination({
  id: 'etcd',
  configSchema: etcdSchema,
  setup: ({ config, log }) => connectCoordinator(config, log),
});
