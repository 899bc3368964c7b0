import type { RouteParameter } from '../route.js';

/** The `{uuid}` part of the path of a rule. */
export const ruleParameter: RouteParameter = {
  name: 'uuid',
  in: 'path',
  description: 'UUID of the rule.',
  schema: { type: 'string', minLength: 1 },
};
