import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { InventoryBackend } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import { inventoryText, parseInventory } from '@inspector/plugin-api/inventory';
import { expect } from 'chai';
import definition from '../../../plugins/inventory-filesystem/src/index.js';

const run = promisify(execFile);
const SOURCE = process.env['INSPECTOR_OSA_SOURCE'] ?? '';
const SAMPLE = new URL(
  '../../fixtures/ansible-inventories/openstack_inventory.test-example.json',
  import.meta.url,
);
const TURNS = 50;

/** What OpenStack-Ansible's generator does with the file, by its own functions: loads, changes a variable, saves. */
const TURN = `
import json, sys
from osa_toolkit import filesystem
directory, turn = sys.argv[1:]
inventory, path = filesystem.load_inventory(directory)
print(inventory["all"]["vars"].get("turn"), path)
inventory["all"]["vars"]["turn"] = int(turn)
filesystem.save_inventory(json.dumps(inventory, indent=4, separators=(',', ': '), sort_keys=True), path)
`;

const LIST = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    print(json.dumps([json.load(archive.extractfile(m))["all"]["vars"].get("turn") for m in archive.getmembers()]))
`;

/** Debian's Python, for which the packages are installed that the programs need. */
const PYTHON = '/usr/bin/python3';
/** The configuration that the sample was made of. */
const USER_CONFIG = join(SOURCE, 'etc/openstack_deploy/openstack_user_config.yml.test.example');

/** Resolves in another second than this one: the archive of OpenStack-Ansible's tools has names of whole seconds. */
async function nextSecond(): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  while (Math.floor(Date.now() / 1000) === now) await pause(20);
}

const isThere = existsSync(join(SOURCE, 'osa_toolkit/filesystem.py'));
const title = 'the file of an inventory and the tools of OpenStack-Ansible';
(isThere ? describe : describe.skip)(
  isThere ? title : `${title} (INSPECTOR_OSA_SOURCE does not name their source)`,
  function () {
    this.timeout(120_000);
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'inspector-osa-'));
      await cp(SAMPLE, join(folder, 'openstack_inventory.json'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const python = async (program: string, ...args: string[]): Promise<string> => {
      const env = { ...process.env, PYTHONPATH: SOURCE, PYTHONDONTWRITEBYTECODE: '1' };
      return (await run('python3', ['-c', program, ...args], { env })).stdout.trim();
    };
    const turnIn = (text: string | null): number | null => {
      const { all } = JSON.parse(text ?? '{}') as { all?: { vars?: { turn?: number } } };
      return all?.vars?.turn ?? null;
    };

    it(`take turns ${TURNS} times without a difference, and lose no former version`, async () => {
      const backend = await definition.setup(createContext(definition, { options: { directory: folder } }));
      for (let turn = 1; turn <= TURNS; turn++) {
        if (turn % 2 === 0) {
          expect(await python(TURN, folder, String(turn))).to.equal(`${turn - 1} ${folder}`);
        } else {
          expect(turnIn((await backend.load()).text)).to.equal(turn === 1 ? null : turn - 1);
          await writeTurn(backend, turn);
        }
        const text = await readFile(join(folder, 'openstack_inventory.json'), 'utf8');
        expect(inventoryText(parseInventory(text, 'the file'))).to.equal(text);
        // The newest versions are there without a gap, also after the other tool has put one behind zeros.
        const turns: (number | null)[] = [];
        for (const { revision } of (await backend.history?.({ limit: 15 }))?.revisions ?? []) {
          turns.push(turnIn((await backend.load({ revision })).text));
        }
        const wanted = Array.from({ length: Math.min(15, turn + 1) }, (_, index) => turn - index);
        expect(turns).to.deep.equal(wanted.map((one) => (one === 0 ? null : one)));
      }
      const listed = JSON.parse(
        await python(LIST, join(folder, 'backup_openstack_inventory.tar')),
      ) as number[];
      expect(listed.slice(-1)[0]).to.be.within(TURNS - 2, TURNS - 1);
    });

    it(`take turns ${TURNS} times as programs: its generator, its manage tool and ours`, async () => {
      await cp(USER_CONFIG, join(folder, 'openstack_user_config.yml'));
      const file = join(folder, 'openstack_inventory.json');
      const backend = await definition.setup(createContext(definition, { options: { directory: folder } }));
      const contents = [await readFile(file, 'utf8')];
      for (let turn = 1; turn <= TURNS; turn++) {
        const who = ['manage', 'ours', 'generator', 'ours'][turn % 4] ?? '';
        if (who === 'ours') await writeTurn(backend, turn);
        else {
          await nextSecond();
          if (who === 'manage') await manage(file, '--remove-item', await containerIn(file));
          // What we have written into `all.vars` is not in its configuration, and the container is missing: it mends both.
          else expect((await generate(folder)).trimEnd()).to.equal(await readFile(file, 'utf8'));
        }
        const content = await readFile(file, 'utf8');
        expect(content, `${who} changed nothing in turn ${turn}`).not.to.equal(contents.at(-1));
        // The manage tool has another form (indent 2) of the same document.
        const { text } = await backend.load();
        expect(text).to.equal(content);
        if (who !== 'manage') expect(inventoryText(parseInventory(content, file))).to.equal(content);
        contents.push(content);
        const kept: (string | null)[] = [];
        for (const { revision } of (await backend.history?.({ limit: 15 }))?.revisions ?? []) {
          kept.push((await backend.load({ revision })).text);
        }
        expect(kept, `after turn ${turn}, ${who}`).to.deep.equal(contents.slice(-15).reverse());
      }
      expect(await manage(file, '--list-groups')).to.include('infra1');
    });

    /** Changes the inventory as a command of ours does. */
    async function writeTurn(backend: InventoryBackend, turn: number): Promise<void> {
      const { text, revision } = await backend.load();
      const document = parseInventory(text ?? '', 'the file');
      (document['all'] as { vars: Record<string, number> }).vars['turn'] = turn;
      await backend.write(inventoryText(document), {
        expected: revision,
        ...{ author: 'test', reason: '', source: 'test', summary: null },
      });
    }

    const generate = async (config: string): Promise<string> => {
      const program = join(SOURCE, 'inventory/dynamic_inventory.py');
      const argv = [program, '--config', config, '--environment', join(SOURCE, 'inventory'), '--list'];
      return (await run(PYTHON, argv, { maxBuffer: 64 * 1024 * 1024, cwd: config })).stdout;
    };
    const manage = async (file: string, ...argv: string[]): Promise<string> =>
      (await run(PYTHON, [join(SOURCE, 'scripts/inventory-manage.py'), '--file', file, ...argv])).stdout;
    /** A container that is not on metal. */
    async function containerIn(file: string): Promise<string> {
      const { _meta } = JSON.parse(await readFile(file, 'utf8')) as { _meta: { hostvars: object } };
      return Object.keys(_meta.hostvars).find((name) => name.includes('galera')) ?? '';
    }
  },
);
