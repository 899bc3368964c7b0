import { integer } from '../option.js';

/** The `events` group: how long is kept what happened to introspections and the PXE filter. */
export const eventsOptions = {
  keep: integer(100_000, 'Events kept at most, the newest; 0: any number.', { minimum: 0 }),
  days: integer(30, 'Days after which an event is deleted; 0: never because of its age.', { minimum: 0 }),
} as const;
