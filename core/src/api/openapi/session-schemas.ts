import type { JsonObject } from '@inspector/plugin-api';
import { complete, listOf, oneOf, optionalText, orNull, text, typed } from '../../json/typed-schema.js';

/** Schemas of who somebody is, and of what they log in with. */
export const SESSION_SCHEMAS = {
  Session: complete({
    strategy: {
      ...oneOf('noauth', 'http_basic', 'keystone'),
      description: 'How callers prove who they are.',
    },
    user: {
      ...orNull(complete({ id: text, name: text, roles: listOf(text) })),
      description: 'null: callers are not authenticated.',
    },
    project: { ...optionalText, description: 'Name of the project that a token is for.' },
    expires_at: {
      ...orNull(typed<string>({ type: 'string', format: 'date-time' })),
      description: 'When the session ends; null: the request belongs to none.',
    },
    may: { ...listOf(text), description: 'The policy rules that let the caller through.' },
  }),
  Login: typed<JsonObject>({
    type: 'object',
    description: 'User and password, or a token of Keystone, as the service asks for.',
    properties: {
      user: { type: 'string' },
      password: { type: 'string', writeOnly: true },
      token: { type: 'string', writeOnly: true },
    },
  }),
} as const;
