import { choice } from '../option.js';

/** The `log` group: how `inspector serve`, `api` and `conductor` write their log. */
export const logOptions = {
  format: choice(
    ['auto', 'json', 'text'],
    'auto',
    'Form of the lines on standard error: JSON for programs, text for people, or text only where standard error is a terminal. The journal of systemd is none. Servers that Inspector is mounted in get JSON.',
  ),
} as const;
