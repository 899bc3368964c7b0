import { InspectorError } from '@inspector/plugin-api';
import type { GroupName } from '@inspector/plugin-api/package';

/** A problem that stops the start, and the enabled plugin it is about. */
export interface PluginFailure {
  readonly error: InspectorError;
  /** Absent for problems of several plugins together. */
  readonly plugin?: { readonly group: GroupName; readonly name: string };
}

/**
 * Makes one error of all problems: the only one keeps its code, several become `INSP_PLUGINS_FAILED` with the
 * full text of each. Hooks that cannot be used are listed in the words ironic-inspector uses for it, which
 * operators search logs for.
 *
 * @param failures - At least one. A problem that stops several plugins is told once.
 */
export function combineFailures(failures: readonly PluginFailure[]): InspectorError {
  const hooks = failures.flatMap(({ plugin }) =>
    plugin?.group === 'inspector.hook.processing' ? [plugin.name] : [],
  );
  const missing =
    hooks.length > 0
      ? [`The following hook(s) are missing or failed to load: ${[...new Set(hooks)].join(', ')}`]
      : [];
  const errors = [...new Set(failures.map(({ error }) => error))];
  const [first] = errors;
  if (first !== undefined && errors.length === 1) {
    return new InspectorError(first.code, [...missing, first.message].join('\n'), { cause: first });
  }
  const items = errors.map(
    (error, index) => `${index + 1}. [${error.code}] ${error.message.split('\n').join('\n   ')}`,
  );
  return new InspectorError(
    'INSP_PLUGINS_FAILED',
    [
      `${errors.length} problems with plugins stop the start.`,
      ...missing,
      ...items,
      'Repair each as its last line says; "inspector plugins list" shows what is installed and "inspector plugins validate" checks again.',
    ].join('\n'),
    { cause: new AggregateError(errors) },
  );
}
