import { integer, optionalText } from '../option.js';

/** The `session` group: logins from pages in a browser. */
export const sessionOptions = {
  lifetime: integer(43_200, 'Seconds after which somebody who logged in from a page has to log in again.', {
    minimum: 60,
    maximum: 2_592_000,
  }),
  secret: optionalText(
    'Seals what a browser keeps of a login; at least 16 characters, the same in all API processes. Default: `rpc.secret`, and without that one a new secret with each start.',
    { secret: true },
  ),
} as const;
