import { createMachine, startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type Status } from './harness.js';
import { ServerProcess } from './server-process.js';

describe('machines that stand in line to be rebooted, when the only service', () => {
  let folder: string;
  let ironic: FakeIronic;
  let server: ServerProcess;
  const serve = async (): Promise<void> => {
    server = await ServerProcess.start(folder, {
      INSPECTOR_LISTEN_PORT: '0',
      INSPECTOR_INTROSPECTION_DELAY: '3600',
      INSPECTOR_IRONIC__ENDPOINT_OVERRIDE: ironic.url,
    });
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-line-'));
    ironic = await startFakeIronic();
    await serve();
  });
  afterEach(async () => {
    await server.kill();
    await ironic.close();
    await rm(folder, { recursive: true });
  });

  const enrol = (index: number): string => {
    const { node, ports } = createMachine({ index });
    ironic.addNode(node);
    for (const port of ports) ironic.addPort(port);
    return node.uuid;
  };
  const status = async (uuid: string): Promise<Status & { readonly step?: string }> =>
    (await (await fetch(`${server.url}/v1/introspection/${uuid}`)).json()) as Status;
  const waits = (uuid: string): Promise<unknown> =>
    eventually(
      async () => (await status(uuid)).state,
      (state) => state === 'waiting',
      `${uuid} to wait for data`,
    );
  const reboots = (uuid: string): number =>
    ironic.requestsMatching({ path: `/v1/nodes/${uuid}/states/power`, method: 'PUT' }).length;

  for (const [does, end] of [
    ['is stopped', () => server.stop()],
    ['is killed', () => server.kill()],
  ] as const)
    it(`${does}, go on when it runs again, each told to boot once`, async () => {
      const [told, inLine] = [enrol(1), enrol(2)];
      await fetch(`${server.url}/v1/introspection/${told}`, { method: 'POST' });
      await waits(told);
      await fetch(`${server.url}/v1/introspection/${inLine}`, { method: 'POST' });
      await eventually(
        async () => (await status(inLine)).step,
        (step) => step === 'waits for its turn to be rebooted',
        'the machine to stand in line',
      );

      await end();
      await serve();
      await waits(inLine);
      expect(await status(inLine)).to.include({ error: null });
      expect(await status(told)).to.include({ state: 'waiting', error: null });
      expect([reboots(told), reboots(inLine)]).to.deep.equal([1, 1]);
    });
});
