import { optionalText, text } from '../option.js';

/** The `coordination` group. */
export const coordinationOptions = {
  driver: text(
    'local',
    'Coordination backend, which locks nodes. `local`: one service per database; `etcd`: several, from the package `@inspector/coordination-etcd`.',
  ),
  backendUrl: optionalText(
    'Where etcd is, as ironic-inspector says it: `etcd3+http://host:2379` or `etcd3+https://host:2379`, with options of its library after a `?`. It makes `etcd` the driver, and is its option `backendUrl`. URLs of other backends are refused.',
  ),
} as const;
