import { defineAction } from '@inspector/plugin-api';

/** Changes nothing: a place to see an action run. */
export default defineAction({
  id: 'example',
  setup: () => ({
    apply: (_params, { node, rule, log }) => {
      log.debug(`Rule "${rule}" ran the example action on node ${node.uuid}`);
    },
  }),
});
