import { text } from '../option.js';

/** The `coordination` group. */
export const coordinationOptions = {
  driver: text(
    'local',
    'Coordination backend, which locks nodes. `local` is the only one of the project: one service per database.',
  ),
} as const;
