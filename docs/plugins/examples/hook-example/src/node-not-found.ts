import { defineNodeNotFoundHook } from '@inspector/plugin-api';

/** Logs that a machine is not known, and knows no node for it either. */
export default defineNodeNotFoundHook({
  id: 'example',
  setup: ({ log }) => ({
    nodeNotFound(data) {
      log.info({ members: Object.keys(data) }, 'no node is known for these data');
      return undefined;
    },
  }),
});
