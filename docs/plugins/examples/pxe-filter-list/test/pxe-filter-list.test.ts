import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, packageSuite, pxeFilterSuite, type Decision } from '@inspector/test-kit';
import list from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url), source: 'src' });
pxeFilterSuite({
  describe,
  it,
  name: 'PXE filter list',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-pxe-filter-list-'));
    const file = join(folder, 'machines');
    const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n');
    return {
      driver: await list.setup(createContext(list, { options: { file } })),
      watchable: true,
      observer: {
        // What a DHCP server would do with the list.
        async decision(mac) {
          const all = await lines();
          const line =
            all.find((one) => one.startsWith(`${mac} `)) ?? all.find((one) => one.startsWith('* '));
          return (line?.split(' ')[1] ?? 'unlisted') as Decision;
        },
      },
      damage: [
        { name: 'the list is deleted', inflict: () => rm(file) },
        { name: 'the list is emptied', inflict: () => writeFile(file, '') },
        {
          name: 'every machine is allowed',
          inflict: async () => writeFile(file, (await lines()).join('\n').replaceAll('deny', 'allow')),
        },
      ],
      cleanUp: () => rm(folder, { recursive: true }),
    };
  },
});
