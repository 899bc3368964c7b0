import type { PackageDescription } from '../plugin-host/describe.js';
import type { Examination, Finding } from '@inspector/plugin-api/package';
import type { PluginReport } from '../reports/plugin-report.js';

const indented = (text: string, by: string): string[] => text.split('\n').map((line) => `${by}${line}`);

/** The table of `inspector plugins list`. */
export function renderList(report: readonly PluginReport[]): string[] {
  if (report.length === 0) return ['No plugins are installed.'];
  const head = ['NAME', 'GROUP', 'STATE', 'PACKAGE', 'VERSION'];
  const rows = report.map((row) => [row.name, row.group ?? '-', row.state, row.package, row.version]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const notes = report.filter(({ reason }) => reason !== undefined);
  return [
    line(head),
    ...rows.map(line),
    ...(notes.length > 0 ? [''] : []),
    ...notes.map(
      ({ name, package: owner, reason = '' }) => `${name} (${owner}): ${reason.split('\n')[0] ?? ''}`,
    ),
  ];
}

/** The text of `inspector plugins info`. */
export function renderPackage(one: PackageDescription): string[] {
  return [
    `${one.package} ${one.version}`,
    `  folder:  ${one.folder}`,
    `  kind:    ${one.kind ?? 'unknown'}`,
    `  options: ${one.plugins.some(({ configSchema }) => configSchema) ? `under ${one.optionsAt}` : 'none'}`,
    ...one.plugins.flatMap(({ name, group, state, aliases, configSchema }) => [
      `  ${name}: ${group}, ${state}${aliases.length > 0 ? `, also known as ${aliases.join(', ')}` : ''}`,
      ...renderOptions(configSchema),
    ]),
    ...one.problems.flatMap((problem) => ['  problem:', ...indented(problem, '    ')]),
  ];
}

function renderOptions(schema: PackageDescription['plugins'][number]['configSchema']): string[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, Record<string, unknown>>;
  const required = (schema?.['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, { type, enum: choices, default: fallback, description }]) => {
    const kind = Array.isArray(choices) ? choices.join(' | ') : String(type ?? 'any');
    const rest = required.includes(name)
      ? ', required'
      : fallback === undefined
        ? ''
        : `, default ${JSON.stringify(fallback)}`;
    return `    ${name} (${kind}${rest})${typeof description === 'string' ? `: ${description}` : ''}`;
  });
}

const MARKS: Readonly<Record<Finding['outcome'], string>> = { ok: 'ok', warning: 'warn', error: 'FAIL' };

/**
 * The lines of one finding.
 *
 * @param withStack - show where the code of the plugin failed
 */
export function renderFinding({ outcome, message, code, stack }: Finding, withStack: boolean): string[] {
  const [first = '', ...rest] = message.split('\n');
  const prefix = code === undefined ? '' : `[${code}] `;
  const trace = withStack && stack !== undefined ? stack.split('\n') : [];
  return [
    `  ${MARKS[outcome].padEnd(4)}  ${prefix}${first}`,
    ...[...rest, ...trace].map((line) => `        ${line}`),
  ];
}

/** The text of `inspector plugins validate` for one package. */
export function renderExamination(one: Examination, withStacks: boolean): string[] {
  return [
    `${one.package} ${one.version} (${one.folder})`,
    ...one.findings.flatMap((finding) => renderFinding(finding, withStacks)),
    one.usable ? 'It can be used.' : 'It cannot be used like this.',
  ];
}
