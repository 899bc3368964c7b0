import { defineOptions, InspectorError, type OptionsOf } from '@inspector/plugin-api';
import { tlsSchema } from '@inspector/plugin-api/openstack';

const secret = {
  type: 'string',
  minLength: 1,
  writeOnly: true,
} as const;

/** JSON Schema of {@link WebhookOptions}. Secrets are marked `writeOnly`. */
export const webhookSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  required: ['endpoints'],
  properties: {
    secret: {
      ...secret,
      description:
        'What deliveries are signed with, for endpoints without a secret of their own: `whsec_` and 24 to 64 bytes in base64. Several with spaces between them sign each delivery each.',
    },
    endpoints: {
      type: 'array',
      minItems: 1,
      description: 'Who is told.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'url'],
        properties: {
          name: {
            type: 'string',
            pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
            description: 'Name of the endpoint. Under it is kept how far it was told.',
          },
          url: {
            type: 'string',
            minLength: 1,
            description: 'Where deliveries are posted to, `https://…` or `http://…`.',
          },
          secret: { ...secret, description: 'What its deliveries are signed with.' },
          events: {
            type: 'array',
            minItems: 1,
            items: { type: 'string', pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*$', maxLength: 64 },
            description:
              'Types of events, or what they begin with before a dot: `introspection` stands for `introspection.finished`, too. Default: all.',
          },
          timeoutSeconds: {
            type: 'number',
            exclusiveMinimum: 0,
            maximum: 600,
            default: 15,
            description: 'Seconds until a delivery that is not answered counts as failed.',
          },
          retryHours: {
            type: 'number',
            exclusiveMinimum: 0,
            maximum: 720,
            default: 72,
            description: 'How old an event is at most when it is tried again, in hours.',
          },
          maxAttempts: {
            type: 'integer',
            minimum: 1,
            default: 8,
            description: 'How often an event is delivered that the endpoint refuses (3xx, 4xx).',
          },
          ...tlsSchema,
        },
      },
    },
  },
});

/** Options of `plugins['hook-webhook']`, as they are after validation. */
export type WebhookOptions = OptionsOf<typeof webhookSchema>;

/** Options of one endpoint. */
export type EndpointOptions = WebhookOptions['endpoints'][number];

/** An option that cannot be used. */
export const wrongOption = (option: string, problem: string): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `plugins['hook-webhook'].${option}: ${problem}`);
