// Introspects machines and notes in the file `acknowledged` what the API has acknowledged, at the moment it does.
// Run by power-cut.test.ts, with every change of a file recorded.
//
//   introspect-aloud.ts FOLDER NODES SYNCHRONOUS
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInspector } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import { startFakeIronic } from '@inspector/simulator';
import { pino } from 'pino';
import { eventually, payload, ROOT } from '../../functional/harness.js';

const [folder = '', nodes = '', synchronous] = process.argv.slice(2);
const acknowledge = (what: string, uuid: string): void =>
  appendFileSync(join(folder, 'acknowledged'), `${what} ${uuid}\n`);

const ironic = await startFakeIronic();
const service = await createInspector({
  cwd: ROOT,
  log: pino({ level: 'silent' }),
  upgradeDatabase: true,
  config: {
    listenPort: 0,
    introspectionDelay: 0,
    cleanUpPeriod: 0,
    database: {
      connection: `sqlite:///${folder}/inspector.sqlite`,
      sqliteSynchronous: synchronous === 'true',
    },
    ironic: { endpointOverride: ironic.url, retryInterval: 0 },
  },
});
const text = JSON.stringify(await payload());

const state = async (uuid: string): Promise<string> => {
  const response = await fetch(`${service.url}/v1/introspection/${uuid}`);
  return String(((await response.json()) as JsonObject)['state']);
};

async function introspect(number: number): Promise<void> {
  const end = number.toString(16).padStart(2, '0');
  const { uuid } = ironic.addNode({ driver_info: { ipmi_address: `192.0.2.${number}` } });
  const mac = `52:54:00:00:01:${end}`;
  ironic.addPort({ node_uuid: uuid, address: mac });
  const started = await fetch(`${service.url}/v1/introspection/${uuid}`, { method: 'POST' });
  if (started.status !== 202) throw new Error(`start is answered with ${started.status}`);
  acknowledge('started', uuid);
  await eventually(
    () => state(uuid),
    (now) => now === 'waiting',
    uuid,
    60_000,
  );
  const body = text
    .replaceAll('52:54:00:4e:3d:30', mac)
    .replaceAll('52:54:00:47:20:4d', `52:54:00:00:02:${end}`)
    .replaceAll('192.167.2.134', `192.0.2.${number}`);
  const posted = await fetch(`${service.url}/v1/continue`, { method: 'POST', body });
  if (posted.status !== 200)
    throw new Error(`data are answered with ${posted.status}: ${await posted.text()}`);
  acknowledge('posted', uuid);
  await eventually(
    () => state(uuid),
    (now) => now === 'finished',
    uuid,
    60_000,
  );
  acknowledge('finished', uuid);
}

// Two at a time, so that changes meet in one transaction, and so that there are all kinds of moments.
const waiting = Array.from({ length: Number(nodes) }, (_, index) => index + 1);
const worker = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await introspect(next);
};
await Promise.all([worker(), worker(), worker()]);
await service.close();
await ironic.close();
