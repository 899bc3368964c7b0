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
    description:
      'User and password; with Keystone, what to work in, too, or a token instead of all others. Without a project and without ' +
      '`system_scope`, it is the default project of the user.',
    properties: {
      user: { type: 'string', minLength: 1 },
      password: { type: 'string', minLength: 1, writeOnly: true },
      user_domain: {
        type: 'string',
        minLength: 1,
        description: 'Name of the domain of the user. Default: that of the configuration, else `Default`.',
      },
      project: { type: 'string', minLength: 1, description: 'Name of the project to work in.' },
      project_domain: {
        type: 'string',
        minLength: 1,
        description: 'Name of the domain of the project. Default: that of the user.',
      },
      system_scope: { type: 'string', enum: ['all'], description: 'To work on the whole system.' },
      token: { type: 'string', minLength: 1, writeOnly: true, description: 'A token of Keystone.' },
    },
  }),
} as const;
