import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * First-party plugins, in the order of their folders: `id` (folder), `manifest` (package.json), `entries` (each with
 * `group` and `name`) and `properties` (schemas of the options, by name). Reads what the build has made.
 */
export async function firstPartyPlugins(root) {
  const found = [];
  for (const id of readdirSync(join(root, 'plugins')).sort()) {
    const folder = join(root, 'plugins', id);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.inspector === undefined) continue;
    const entries = [];
    let properties = {};
    for (const [group, names] of Object.entries(manifest.inspector.entryPoints)) {
      for (const [name, entry] of Object.entries(names)) {
        const [file, exported = 'default'] = entry.split('#');
        const definition = (await import(pathToFileURL(join(folder, file))))[exported];
        properties = { ...properties, ...definition.configSchema?.properties };
        entries.push({ group, name });
      }
    }
    found.push({ id, manifest, entries, properties });
  }
  return found;
}
