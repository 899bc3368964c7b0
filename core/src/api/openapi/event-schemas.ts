import { STATES, type JsonObject } from '@inspector/plugin-api';
import { complete, listOf, oneOf, optionalText, orNull, text, typed } from '../../json/typed-schema.js';
import { ref } from './ref.js';
import { TIMESTAMP } from './timestamp.js';

const id = typed<number>({ type: 'integer', minimum: 0 });

const event = complete({
  id: {
    ...id,
    description: 'Grows by one with each event, in the order in which the changes were committed.',
  },
  time: TIMESTAMP,
  type: { ...text, description: 'Words with dots between them, such as `introspection.finished`.' },
  node: {
    ...typed<string | null>({ type: ['string', 'null'], format: 'uuid' }),
    description: 'UUID of the node; null for what concerns none.',
  },
  name: { ...optionalText, description: 'What the node is called now.' },
  introspection: { ...optionalText, description: 'Id of the introspection; null for what belongs to none.' },
  state: {
    ...orNull(oneOf(...STATES)),
    description: 'The state that the introspection has come to; null for events of other types.',
  },
  details: typed<JsonObject>({
    type: 'object',
    description: 'What else there is to say, 4 KiB at most: the error, who asked for it, how the hooks did.',
  }),
});

/** Schemas of answers about events. */
export const EVENT_SCHEMAS = {
  Event: event,
  Events: complete({
    events: listOf(ref('Event', event)),
    last: { ...id, description: 'The `after` of the next request.' },
    reset: {
      ...orNull(oneOf('deleted', 'unknown')),
      description:
        'Why it is not known what happened after the id that was asked for: the events were deleted, or the database never had ' +
        'it. Look anew at everything that was learned from events, and go on after `last`.',
    },
  }),
} as const;
