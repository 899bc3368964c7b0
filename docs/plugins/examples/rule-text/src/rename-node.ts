import { defineAction, InspectorError } from '@inspector/plugin-api';

/** Gives the node a name. `{"action": "rename-node", "name": "rack7-{data[inventory][hostname]}"}` */
export default defineAction({
  id: 'rename-node',
  requiredParams: ['name'],
  // `{data[…]}` in these is replaced before `apply` gets them.
  formattedParams: ['name'],
  setup: () => ({
    apply({ name }, { node, rule }) {
      if (typeof name !== 'string' || name === '') {
        throw new InspectorError('INSP_RULE_FAILED', `Rule ${rule} gives node ${node.uuid} no name`);
      }
      node.patch([{ op: 'add', path: '/name', value: name }]);
    },
  }),
});
