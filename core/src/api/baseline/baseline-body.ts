import type { StoredBaseline } from '../../db/types.js';

/** A baseline as the API shows it. */
export function baselineBody({ scope, source, setAt, author, summary }: StoredBaseline): object {
  const { resource_class: _, deviations: __, ...hardware } = summary;
  return {
    kind: scope.kind,
    uuid: scope.kind === 'node' ? scope.uuid : null,
    class: scope.kind === 'class' ? scope.name : null,
    source,
    set_at: setAt,
    user: author,
    hardware,
  };
}
