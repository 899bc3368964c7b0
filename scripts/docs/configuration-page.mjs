import { cell, NOTE, table } from './markdown.mjs';

/** Every option of core and of the plugins, and those of ironic-inspector that are not available. */
export function configurationPage({ topLevel, groups, plugins, notAvailable }) {
  const lines = [
    '# Configuration',
    '',
    NOTE,
    '',
    'Every option with its type and default. They go into `inspector.config.js` (or `.mjs`, `.cjs`, `.json`, `.yaml`, or the',
    '`inspector` key of `package.json`), or into the environment: `INSPECTOR_LISTEN_PORT=5051`,',
    '`INSPECTOR_PROCESSING__STORE_DATA=none`. `inspector config print` shows what is in force.',
    '',
    '## Top level',
    '',
    ...optionTable(schemasOf(topLevel)),
  ];
  for (const [name, group] of Object.entries(groups)) {
    lines.push('', `## \`${name}\``, '', ...optionTable(schemasOf(group)));
  }
  for (const { id, manifest, properties } of plugins) {
    if (Object.keys(properties).length === 0) continue;
    const key = manifest.inspector.configGroup ?? `plugins['${id}']`;
    lines.push('', `## \`${key}\``, '', `Read by \`${manifest.name}\`.`, '', ...optionTable(properties));
  }
  lines.push('', ...notAvailableSection(notAvailable));
  return `${lines.join('\n')}\n`;
}

function notAvailableSection({ options, groups }) {
  const single = Object.entries(options).map(([path, reason]) => [`\`${path}\``, cell(reason)]);
  const whole = Object.entries(groups).map(([name, reason]) => [
    `\`[${name}]\` of the old file`,
    cell(reason),
  ]);
  return [
    '## Options of ironic-inspector that are not available',
    '',
    'A configuration with one of them is refused. `inspector config import` leaves them out and says so.',
    '',
    ...table(['Option', 'Why, and what to do'], [...single, ...whole]),
  ];
}

function schemasOf(group) {
  return Object.fromEntries(Object.entries(group).map(([name, option]) => [name, option.schema]));
}

function optionTable(properties) {
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    typeOf(schema),
    'default' in schema ? `\`${JSON.stringify(schema.default)}\`` : '–',
    cell(schema.description ?? ''),
  ]);
  return table(['Option', 'Type', 'Default', 'Meaning'], rows);
}

function typeOf(schema) {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const range = [schema.minimum, schema.maximum];
  const bounds = range.some((bound) => bound !== undefined) ? ` ${range[0] ?? ''}…${range[1] ?? ''}` : '';
  return `${[schema.type ?? 'any'].flat().join(' or ')}${bounds}`;
}
