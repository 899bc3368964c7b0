import { openStackSchema } from '@inspector/plugin-api/openstack';
import { defineOptions, type OptionsOf } from '@inspector/plugin-api';

/** JSON Schema of {@link SwiftOptions}. */
export const swiftSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    ...openStackSchema('object-store', 'password'),
    container: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^/]+$',
      default: 'ironic-inspector',
      description: 'Container the data go into; created when it is not there.',
    },
    deleteAfter: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description: 'Seconds after which Swift deletes an object; 0: never.',
    },
    maxRetries: {
      type: 'integer',
      minimum: 0,
      default: 4,
      description: 'How often a request is repeated after a server error or a lost connection.',
    },
    retryInterval: {
      type: 'number',
      minimum: 0,
      default: 0.5,
      description: 'Seconds before the first repetition; each further one waits twice as long.',
    },
  },
});

/** Options of the group `swift`, as they are after validation. */
export type SwiftOptions = OptionsOf<typeof swiftSchema>;
