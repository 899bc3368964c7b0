// What an inventory of many hosts costs: --list and --host as Ansible asks for them, from a file and from the backends
// `filesystem` and `database` (sqlite), and a generation that finds every node as it was. Python's json module reads and writes the same
// document, for comparison; so do the generator and the export of OpenStack-Ansible where their source is given.
//
// How long a start takes depends on what else the machine does, so that the start of Node.js alone is measured beside it.
//
//   INSPECTOR_OSA_SOURCE=… node --import tsx test/bench/inventory.ts [hosts]
//
// Exits with 1 when a demand is missed.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inventoryText } from '@inspector/plugin-api/inventory';
import { nodeDescriber } from '../../core/src/generation/describe-node.js';
import { generateInventory } from '../../core/src/generation/generate.js';
import type { GenerationOptions, GenerationSource } from '../../core/src/generation/types.js';
import { atMost, report } from './report.js';
import { PROGRAM } from './targets.js';

/** Rounds of which the fastest counts: other work on the machine only ever adds time. */
const ROUNDS = 5;
const LIST_SECONDS = 1;
const LIST_MEBIBYTES = 250;
const HOST_SECONDS = 0.3;
/** How many times the start of Node.js alone `--host` may take. */
const HOST_STARTS = 6;
const GENERATION_SECONDS = 3;

const [hosts = 10_000] = process.argv.slice(2).map(Number);

const OPTIONS: GenerationOptions = {
  prefix: 'inspector_',
  ansibleHost: 'bootIp',
  domain: '',
  adopt: false,
  nameFrom: [],
  keyedGroups: [{ key: 'product', prefix: 'model', separator: '_' }],
  groups: [{ name: 'large', holds: ({ facts }) => Number(facts['memory_mb']) > 100_000 }],
  compose: {},
};

const octets = (number: number): number[] => [(number >> 16) & 255, (number >> 8) & 255, number & 255];

/** A node whose facts take about 1 kB as canonical text. */
function nodeOf(number: number): GenerationSource {
  const mac = `52:54:00:${octets(number)
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join(':')}`;
  const ip = `10.${octets(number).join('.')}`;
  return {
    uuid: `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    name: `node-${String(number)}`,
    state: 'finished',
    finishedAt: '2031-02-03T04:05:06',
    data: {
      cpus: 48,
      cpu_arch: 'x86_64',
      memory_mb: number % 2 === 0 ? 262_144 : 65_536,
      local_gb: 893,
      boot_interface: mac,
      all_interfaces: { eno1: { mac, ip, pxe: true } },
      inventory: {
        system_vendor: {
          manufacturer: 'Dell Inc.',
          product_name: `PowerEdge R${String(number % 7)}40`,
          serial_number: `SN${String(number)}`,
        },
        bmc_address: `10.${octets(number).join('.')}`,
      },
    },
  };
}

interface Cost {
  readonly seconds: number;
  readonly mebibytes: number;
}

/** A checkout of openstack-ansible. */
const OSA = process.env['INSPECTOR_OSA_SOURCE'] ?? '';
/** Debian's Python, for which the packages are installed that it needs. */
const PYTHON = '/usr/bin/python3';
/** What the export of its tool does, by its own functions. */
const OSA_EXPORT = `
import json, sys
sys.path.insert(0, sys.argv[1])
from osa_toolkit import manage
print(json.dumps(manage.export_host_info(json.load(open(sys.argv[2]))), indent=2))
`;

const MEASURE = `
import resource, subprocess, sys, time
begin = time.time()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(time.time() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
sys.exit(done.returncode)
`;

function costOf(command: readonly string[], cwd: string): Cost {
  const rounds = Array.from({ length: ROUNDS }, (): Cost => {
    const { status, stdout } = spawnSync('python3', ['-c', MEASURE, ...command], { cwd, encoding: 'utf8' });
    const [seconds = NaN, mebibytes = NaN] = stdout.split(' ').map(Number);
    if (status !== 0) throw new Error(`${command.join(' ')} ended with ${String(status)}`);
    return { seconds, mebibytes };
  });
  return rounds.reduce((best, one) => (one.seconds < best.seconds ? one : best));
}

/** Its generator with the same hosts in its file; the first run adds those of its own configuration. */
async function costOfGenerator(): Promise<Cost> {
  const place = join(folder, 'generator');
  await mkdir(place);
  await copyFile(join(folder, 'openstack_inventory.json'), join(place, 'openstack_inventory.json'));
  const example = join(OSA, 'etc/openstack_deploy/openstack_user_config.yml.test.example');
  await copyFile(example, join(place, 'openstack_user_config.yml'));
  const words = ['--config', place, '--environment', join(OSA, 'inventory'), '--list'];
  return costOf([PYTHON, join(OSA, 'inventory/dynamic_inventory.py'), ...words], folder);
}

/** Runs a command that has to succeed. */
function once([program = '', ...argv]: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, argv, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${String(status)}: ${stderr}`);
}

/** Seconds of the fastest of some runs. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    run();
    return (performance.now() - begin) / 1000;
  });
  return Math.min(...times);
}

const describe = nodeDescriber(OPTIONS);
const nodes = Array.from({ length: hosts }, (_, number) => describe(nodeOf(number)));
const { inventory } = generateInventory({ _meta: { hostvars: {} } }, nodes, OPTIONS);
const text = inventoryText(inventory);
const generation = fastest(() => generateInventory(inventory, nodes, OPTIONS));

const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'));
try {
  const file = join(folder, 'openstack_inventory.json');
  await writeFile(file, text);
  const config = { plugins: { 'inventory-filesystem': { directory: join(folder, 'deploy') } } };
  await mkdir(join(folder, 'deploy'));
  await writeFile(join(folder, 'inspector.config.json'), JSON.stringify(config));
  const inspector = (...argv: string[]): Cost =>
    costOf([process.execPath, PROGRAM, 'inventory', ...argv], folder);
  once([process.execPath, PROGRAM, 'inventory', 'import', file, '--replace'], folder);
  const nothing = costOf([process.execPath, '-e', '0'], folder);
  const version = costOf([process.execPath, PROGRAM, '--version'], folder);
  const list = inspector('-f', file, '--list');
  const host = inspector('-f', file, '--host', 'node-77');
  const stored = inspector('--list');
  const storedHost = inspector('--host', 'node-77');
  once([process.execPath, PROGRAM, 'dbsync', 'upgrade'], folder);
  once(
    [process.execPath, PROGRAM, 'inventory', 'migrate', '--from', 'filesystem', '--to', 'database'],
    folder,
  );
  await writeFile(join(folder, 'inspector.config.json'), '{"inventory": {"backend": "database"}}');
  const database = inspector('--list');
  const databaseHost = inspector('--host', 'node-77');
  const exported = OSA === '' ? undefined : inspector('export', '--per-host').seconds;
  const theirs = OSA === '' ? undefined : costOf([PYTHON, '-c', OSA_EXPORT, OSA, file], folder).seconds;
  const generator = OSA === '' ? undefined : await costOfGenerator();
  const python = costOf(
    [
      'python3',
      '-c',
      'import json,sys; print(json.dumps(json.load(open(sys.argv[1])), indent=4, sort_keys=True))',
      file,
    ],
    folder,
  );
  report(`An inventory of ${String(hosts)} hosts, ${(text.length / 1024 / 1024).toFixed(1)} MiB`, [
    { what: '--list of a file', unit: 's', ours: list.seconds, demand: atMost(list.seconds, LIST_SECONDS) },
    {
      what: 'memory of it',
      unit: 'MiB',
      ours: list.mebibytes,
      demand: atMost(list.mebibytes, LIST_MEBIBYTES),
    },
    { what: '--host of a file', unit: 's', ours: host.seconds, demand: atMost(host.seconds, HOST_SECONDS) },
    {
      what: '--list of the backend',
      unit: 's',
      ours: stored.seconds,
      demand: atMost(stored.seconds, LIST_SECONDS),
    },
    {
      what: 'memory of it',
      unit: 'MiB',
      ours: stored.mebibytes,
      demand: atMost(stored.mebibytes, LIST_MEBIBYTES),
    },
    {
      what: '--host of the backend',
      unit: 's',
      ours: storedHost.seconds,
      demand: atMost(storedHost.seconds, HOST_SECONDS),
    },
    {
      what: '--list of sqlite',
      unit: 's',
      ours: database.seconds,
      demand: atMost(database.seconds, LIST_SECONDS),
    },
    {
      what: 'memory of it',
      unit: 'MiB',
      ours: database.mebibytes,
      demand: atMost(database.mebibytes, LIST_MEBIBYTES),
    },
    {
      what: '--host of sqlite',
      unit: 's',
      ours: databaseHost.seconds,
      demand: atMost(databaseHost.seconds, HOST_SECONDS),
    },
    { what: 'start of Node.js', unit: 's', ours: nothing.seconds },
    { what: 'inspector --version', unit: 's', ours: version.seconds },
    {
      what: '--host of the backend, in starts of Node.js',
      unit: '',
      ours: storedHost.seconds / nothing.seconds,
      demand: atMost(storedHost.seconds / nothing.seconds, HOST_STARTS),
    },
    {
      what: '--host of sqlite, in starts of Node.js',
      unit: '',
      ours: databaseHost.seconds / nothing.seconds,
      demand: atMost(databaseHost.seconds / nothing.seconds, HOST_STARTS),
    },
    { what: 'generation', unit: 's', ours: generation, demand: atMost(generation, GENERATION_SECONDS) },
    { what: 'Python reads and writes it', unit: 's', ours: python.seconds },
    ...(exported === undefined ? [] : [{ what: 'export host by host', unit: 's', ours: exported }]),
    ...(generator === undefined
      ? []
      : [
          { what: "OpenStack-Ansible's generator, which lists", unit: 's', ours: generator.seconds },
          { what: 'memory of it', unit: 'MiB', ours: generator.mebibytes },
        ]),
    ...(theirs === undefined
      ? []
      : [{ what: "the same by OpenStack-Ansible's tool", unit: 's', ours: theirs }]),
  ]);
} finally {
  await rm(folder, { recursive: true });
}
