import { NOTE, table } from './markdown.mjs';

/** Which first-party package offers which name. */
export function pluginsPage(plugins) {
  const rows = plugins.flatMap(({ manifest, entries }) =>
    entries.map(({ group, name }) => [`\`${name}\``, `\`${group}\``, `\`${manifest.name}\``]),
  );
  const sorted = rows.sort((one, other) => (one.join() < other.join() ? -1 : 1));
  return ['# First-party plugins', '', NOTE, '', ...table(['Name', 'Group', 'Package'], sorted), ''].join(
    '\n',
  );
}
