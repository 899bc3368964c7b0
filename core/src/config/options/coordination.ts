import { text } from '../option.js';

/** The `coordination` group. */
export const coordinationOptions = {
  driver: text(
    'local',
    'Coordination backend, which locks nodes. `local`: one service per database; `etcd`: several, from the package `@inspector/coordination-etcd`.',
  ),
} as const;
