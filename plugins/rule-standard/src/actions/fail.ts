import { defineAction, InspectorError } from '@inspector/plugin-api';
import { requireTexts, textParameter } from '../text-parameter.js';

/** Fails the introspection with a message. */
export default defineAction({
  id: 'fail',
  requiredParams: ['message'],
  setup: () => ({
    validate: (params) => requireTexts(params, ['message']),
    apply: (params) => {
      throw new InspectorError('INSP_RULE_FAILED', textParameter(params, 'message'));
    },
  }),
});
