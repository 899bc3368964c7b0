import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const manifest = (name: string, group: string, plugin: string): object => ({
  name,
  version: '0.3.1',
  type: 'module',
  license: 'MIT',
  keywords: ['inspector-plugin'],
  files: ['lib'],
  peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
  inspector: { api: 1, entryPoints: { [group]: { [plugin]: './lib/index.js' } } },
});

const RACK_HOOK = `import { defineHook } from '@inspector/plugin-api';

export default defineHook({
  id: 'rack_position',
  dependencies: ['validate_interfaces'],
  configSchema: {
    type: 'object',
    properties: { racks: { type: 'object', additionalProperties: { type: 'string' } } },
    required: ['racks'],
    additionalProperties: false,
  },
  setup({ config, log }) {
    return {
      beforeUpdate(data, node) {
        const rack = data.macs.map((mac) => config.racks[mac]).find((position) => position !== undefined);
        if (rack === undefined) log.warn('no rack for any of its network cards');
        node.patch([{ op: 'add', path: '/extra/rack', value: rack ?? 'unknown' }]);
      },
    };
  },
});
`;

const FILE_STORAGE = `import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineStorage, InspectorError } from '@inspector/plugin-api';

export default defineStorage({
  id: 'files',
  configSchema: {
    type: 'object',
    properties: { folder: { type: 'string', default: 'introspection-data' } },
    additionalProperties: false,
  },
  async setup({ config: { folder } }) {
    await mkdir(folder, { recursive: true });
    const file = (uuid, processed) => join(folder, uuid + (processed ? '.processed' : '.raw') + '.json');
    return {
      capabilities: { delete: false, list: false, needsRecord: false, keeps: true },
      save: (uuid, data, processed) => writeFile(file(uuid, processed), data),
      async get(uuid, processed) {
        try {
          return await readFile(file(uuid, processed), 'utf8');
        } catch (error) {
          if (error.code !== 'ENOENT') throw error;
          throw new InspectorError('INSP_DATA_NOT_FOUND', 'Introspection data not found for node ' + uuid);
        }
      },
    };
  },
});
`;

const PACKAGES = [
  {
    manifest: manifest('@acme/inspector-hook-rack', 'inspector.hook.processing', 'rack_position'),
    folder: 'rack',
    source: RACK_HOOK,
  },
  {
    manifest: manifest('@inspector/storage-files', 'inspector.storage', 'files'),
    folder: 'files',
    source: FILE_STORAGE,
  },
];

/** Writes the sources of two plugins as their authors would have them; answers their folders. */
export async function writeOutsidePlugins(folder: string): Promise<string[]> {
  const folders: string[] = [];
  for (const { manifest: content, folder: name, source } of PACKAGES) {
    const module = join(folder, name, 'lib/index.js');
    await mkdir(dirname(module), { recursive: true });
    await writeFile(module, source);
    await writeFile(join(folder, name, 'package.json'), JSON.stringify(content, null, 2));
    folders.push(join(folder, name));
  }
  return folders;
}
