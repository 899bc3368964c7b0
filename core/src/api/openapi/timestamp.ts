import { typed } from '../../json/typed-schema.js';

/** Schema of a time in an answer. */
export const TIMESTAMP = typed<string>({
  type: 'string',
  description: 'UTC, ISO 8601 without time zone; six fractional digits, or none when they are zero.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?$',
});
