import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMachine,
  enroll,
  simulate,
  startFakeIronic,
  type FakeIronic,
  type Machine,
} from '@inspector/simulator';
import { createInspector } from '../../server/create-inspector.js';
import { createLog } from '../../log/log.js';
import { StopList } from '../../server/stop-list.js';
import { demoConfig } from './demo-config.js';

/** Everything a demonstration consists of. */
export interface Stage {
  /** Folder with the database, the log and a configuration file. */
  readonly folder: string;
  readonly configFile: string;
  readonly logFile: string;
  /** Address of the Inspector that runs. */
  readonly inspectorUrl: string;
  readonly ironic: FakeIronic;
  readonly machines: readonly Machine[];
  /** Ends everything; the folder stays. */
  close(): Promise<void>;
}

/** What the machines are introspected with. */
export interface StageSource {
  /** Where plugins are searched and relative paths start; undefined: the folder of the demonstration. */
  readonly cwd: string | undefined;
  /** Options of a configuration file; see `demoConfig`. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** Milliseconds the first machines take to boot, one after the other, so that one sees something happen. */
const BOOT_MS = 400;
const BOOT_STEP_MS = 250;
/** How many different boot times there are. */
const BOOT_STEPS = 8;
/** Every so many machines one is enrolled without ports and has to be recognised by its BMC. */
const WITHOUT_PORTS = 5;

/**
 * Sets the stage: a fake bare metal service with machines that are not there, and a real Inspector with an
 * sqlite database in a temporary folder. All of it on the loopback address and on free ports. The folder is the
 * caller's to remove.
 */
export async function setStage(nodes: number, { cwd, content }: StageSource): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-demo-'));
  const logFile = join(folder, 'inspector.log');
  const logStream = createWriteStream(logFile);
  const log = createLog({ debug: false, destination: logStream });
  const started = new StopList(log);
  started.add('log', () => new Promise((resolve) => void logStream.end(resolve)));
  try {
    const ironic = await startFakeIronic();
    started.add('bare metal service', () => ironic.close());
    const machines = Array.from({ length: nodes }, (_, index) => demoMachine(index));
    for (const machine of machines) enroll(ironic, machine);
    const config = demoConfig(folder, ironic.url, content);
    const inspector = await createInspector({ config, cwd: cwd ?? folder, log, upgradeDatabase: true });
    started.add('service', () => inspector.close());
    const simulation = simulate(ironic, machines, { inspectorUrl: inspector.url });
    started.add('machines', () => simulation.stop());
    const configFile = join(folder, 'inspector.config.json');
    const listenPort = Number(new URL(inspector.url).port);
    await writeFile(configFile, `${JSON.stringify({ ...config, listenPort }, undefined, 2)}\n`);
    const close = (): Promise<void> => started.stop();
    return { folder, configFile, logFile, inspectorUrl: inspector.url, ironic, machines, close };
  } catch (error) {
    await started.stop();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function demoMachine(index: number): Machine {
  const bootDelayMs = BOOT_MS + (index % BOOT_STEPS) * BOOT_STEP_MS;
  const ports = index % WITHOUT_PORTS === WITHOUT_PORTS - 1 ? false : 'pxe';
  return createMachine({ index, bootDelayMs, ports });
}
