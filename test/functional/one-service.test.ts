import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from './harness.js';
import { ServerProcess } from './server-process.js';

describe('a second service on the same sqlite database', () => {
  let folder: string;
  let ironic: FakeIronic;
  let first: ServerProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-twice-'));
    ironic = await startFakeIronic();
    first = await serve();
  });
  afterEach(async () => {
    await first.kill();
    await ironic.close();
    await rm(folder, { recursive: true });
  });
  const serve = () =>
    ServerProcess.start(folder, {
      INSPECTOR_LISTEN_PORT: '0',
      INSPECTOR_INTROSPECTION_DELAY: '0',
      INSPECTOR_IRONIC__ENDPOINT_OVERRIDE: ironic.url,
    });

  it('does not start, and leaves the work of the first alone', async () => {
    const node = ironic.addNode({ driver_info: { ipmi_address: '192.167.2.134' } });
    ironic.fail({ match: { path: '/boot_device' }, status: 'hang' });
    const path = `${first.url}/v1/introspection/${node.uuid}`;
    await fetch(path, { method: 'POST' });
    const refusal = await serve().then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(refusal).to.include('INSP_DB_IN_USE: Another Inspector service works on the database');
    const status = (await (await fetch(path)).json()) as Status;
    expect(status).to.include({ state: 'starting', error: null });
  });

  it('starts at once when the first was killed', async () => {
    await first.kill();
    first = await serve();
    expect((await fetch(first.url)).status).to.equal(200);
  });
});
