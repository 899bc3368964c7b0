import { existsSync, statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { listen } from '../../api/listen.js';
import { hostAndPort } from '../../config/host-and-port.js';
import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import { faultsOf } from './faults-of.js';
import { unwritable } from './file-access.js';
import type { PartFindings } from './findings.js';
import { isInspector } from './is-inspector.js';

/** Finds out whether a start could listen: takes the address and gives it back at once. */
export async function examineListener(config: InspectorConfig, log: Log): Promise<PartFindings> {
  const findings =
    config.listenUnixSocket === undefined
      ? await examinePort(config, log)
      : await examineSocket(config.listenUnixSocket);
  // A service that is running has all of them.
  if (findings.notes.length > 0) return findings;
  const faults = [...findings.faults];
  for (const text of [config.continueListen, config.metrics.listen]) {
    const place = text === undefined ? undefined : hostAndPort(text);
    if (place === undefined) continue;
    const other = { ...config, listenAddress: place.host, listenPort: place.port };
    faults.push(...(await examinePort({ ...other, listenUnixSocket: undefined }, log)).faults);
  }
  return { ...findings, faults };
}

async function examinePort(config: InspectorConfig, log: Log): Promise<PartFindings> {
  const faults = await faultsOf(async () => {
    const refuse: RequestListener = (_request, response) => void response.writeHead(503).end();
    const listener = await listen(refuse, config, { log, limits: { hit: () => undefined } });
    await listener.close();
  });
  if (faults.length === 0 || !(await isInspector(config))) return { faults, notes: [] };
  const where = `${config.listenAddress} port ${config.listenPort}`;
  return {
    faults: [],
    notes: [
      `A service of Inspector listens on ${where} now. If it is not the one you will restart, give this one another port`,
    ],
  };
}

/** Another program's socket cannot be told from a file that was left behind without asking it. */
async function examineSocket(path: string): Promise<PartFindings> {
  const there = statSync(path, { throwIfNoEntry: false });
  const reason = there && !there.isSocket() ? `${path} is there, and no socket` : folderFault(dirname(path));
  if (reason !== undefined) {
    const text = `listenUnixSocket: the API cannot listen on ${path}: ${reason}.`;
    return { faults: [new InspectorError('INSP_LISTEN_FAILED', text)], notes: [] };
  }
  if (!there || !(await isTaken(path))) return { faults: [], notes: [] };
  return {
    faults: [],
    notes: [
      `A program listens on ${path} now. If it is not the service you will restart, name another socket`,
    ],
  };
}

const folderFault = (folder: string): string | undefined =>
  existsSync(folder) ? unwritable(folder) : `the folder ${folder} does not exist`;

const isTaken = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
