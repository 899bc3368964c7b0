import { expect } from 'chai';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../src/server/doctor/check.js';
import { runProgram } from './run-program.js';

describe('inspector doctor', () => {
  let folder: string;
  let ironic: FakeIronic;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-doctor-'));
    ironic = await startFakeIronic();
  });
  afterEach(async () => {
    await ironic.close();
    await rm(folder, { recursive: true });
  });

  /** What it says with a configuration: all checks by name. */
  async function doctor(
    config: object,
  ): Promise<{ status: number; checks: Map<string, Check>; err: string }> {
    const all = { listenPort: 0, ironic: { endpointOverride: ironic.url }, ...config };
    await writeFile(join(folder, 'inspector.config.json'), JSON.stringify(all));
    const { out, err, status } = await runProgram(['doctor', '--json'], { cwd: folder });
    const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Check[] };
    expect(ok).to.equal(status === 0);
    return { status, err, checks: new Map(checks.map((check) => [check.name, check])) };
  }
  const make = () => runProgram(['dbsync', 'upgrade'], { cwd: folder });

  it('finds nothing wrong with a service that can start', async () => {
    await writeFile(join(folder, 'inspector.config.json'), '{}');
    await make();
    const { status, checks, err } = await doctor({});
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    expect([...checks.keys()]).to.deep.equal([
      ...['configuration', 'access', 'files', 'database', 'clock', 'plugins'],
      ...['bare metal service', 'bare metal rights', 'PXE filter', 'coordination', 'storage'],
      ...['followers of events', 'address'],
    ]);
    for (const { name, verdict, remedy, milliseconds } of checks.values()) {
      expect({ name, verdict, remedy }).to.deep.equal({ name, verdict: 'ok', remedy: null });
      expect(milliseconds).to.be.at.least(0);
    }
    expect(checks.get('bare metal service')?.text).to.match(/versions 1\.1 to 1\.\d+ of the bare metal API/);
    const done = ironic.requests.filter(({ status }) => status !== undefined && status < 300);
    expect(new Set(done.map(({ method }) => method))).to.deep.equal(new Set(['GET']));
    expect(checks.get('database')?.text).to.match(
      /^revision [0-9a-f]{12}, \d+\.\d MiB, answers in \d+\.\d ms$/,
    );
  });

  it('says that the first start makes the database', async () => {
    const { status, checks } = await doctor({ processing: { storeData: 'database' } });
    expect(status).to.equal(0);
    expect(checks.get('database')).to.include({ verdict: 'notice' });
    expect(checks.get('database')?.text).to.match(/does not exist; the first start creates it/);
    expect(checks.get('storage')).to.include({ verdict: 'skipped', remedy: null });
  });

  it('names a bare metal service that is away, and looks at the rest', async () => {
    await ironic.close();
    const { status, checks } = await doctor({});
    expect(status).to.equal(1);
    expect(checks.get('bare metal service')).to.include({ verdict: 'fault' });
    expect(checks.get('bare metal service')?.text).to.match(/^INSP_BAREMETAL_UNREACHABLE: /);
    expect(checks.get('bare metal service')?.remedy).to.match(/address and the credentials/);
    expect(checks.get('bare metal rights')).to.include({ verdict: 'skipped' });
    expect(checks.get('address')).to.include({ verdict: 'ok' });
    ironic = await startFakeIronic();
  });

  it('names what Ironic does not let its user see', async () => {
    ironic.fail({ match: { route: 'GET /v1/ports' }, status: 403 });
    const { status, checks } = await doctor({});
    expect(status).to.equal(1);
    expect(checks.get('bare metal service')).to.include({ verdict: 'ok' });
    expect(checks.get('bare metal rights')).to.include({ verdict: 'fault' });
    expect(checks.get('bare metal rights')?.text).to.match(/may not list ports: /);
  });

  it('names what Ironic does not let its user do, and asks for nothing that can be done', async () => {
    const { uuid } = ironic.addNode();
    const before = structuredClone(ironic.node(uuid));
    const may = (await doctor({})).checks.get('bare metal rights');
    expect(may).to.include({ verdict: 'ok' });
    expect(may?.text).to.equal(
      'nodes and ports may be listed, nodes changed, their power set, ports created',
    );

    ironic.fail({ match: { route: 'PUT /v1/nodes/{}/states/power' }, status: 403 });
    const { status, checks } = await doctor({});
    expect(status).to.equal(1);
    expect(checks.get('bare metal rights')).to.include({ verdict: 'fault' });
    expect(checks.get('bare metal rights')?.text).to.match(
      /^the user of the service may not set the power of nodes: ./,
    );
    expect(ironic.node(uuid)).to.deep.equal(before);
    expect(ironic.portsOf(uuid)).to.deep.equal([]);
  });

  it('names wrong options, plugins that are missing and files that cannot be read', async () => {
    const { status, checks } = await doctor({
      ...{ timeout: 'long', useSsl: true, ssl: { certFile: 'no.pem', keyFile: 'no.key' } },
      processing: { processingHooks: ['nobody_has_this'] },
    });
    expect(status).to.equal(1);
    for (const name of ['configuration', 'plugins', 'files']) {
      expect(checks.get(name), name).to.include({ verdict: 'fault' });
      expect(checks.get(name)?.remedy, name).to.be.a('string');
    }
    expect(checks.get('plugins')?.text).to.match(/nobody_has_this/);
    expect(checks.get('followers of events')).to.include({ verdict: 'skipped' });
  });

  it('looks at every backend whose own plugin can be used, whatever is wrong with another one', async () => {
    const { checks } = await doctor({
      processing: { storeData: 'swift', processingHooks: ['nobody_has_this'] },
    });
    expect(checks.get('plugins')).to.include({ verdict: 'fault' });
    expect(checks.get('storage')?.text).to.equal('not looked at: its plugin is not usable');
    for (const name of ['bare metal service', 'bare metal rights', 'PXE filter', 'coordination'])
      expect(checks.get(name), name).to.include({ verdict: 'ok' });
  });

  it('names an address that another program has', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { checks } = await doctor({ listenPort: port });
    await new Promise((resolve) => other.close(resolve));
    expect(checks.get('address')).to.include({ verdict: 'fault' });
    expect(checks.get('address')?.text).to.match(new RegExp(`INSP_LISTEN_FAILED: .*${port}`));
  });

  it('prints a line for each part, and what to do below those that need it', async () => {
    await ironic.close();
    await writeFile(
      join(folder, 'inspector.config.json'),
      JSON.stringify({ listenPort: 0, ironic: { endpointOverride: ironic.url } }),
    );
    const { out, status } = await runProgram(['doctor'], { cwd: folder });
    expect(status).to.equal(1);
    expect(out).to.match(/^ok {6}configuration +\d+\.\d ms {2}\S+inspector\.config\.json is valid$/m);
    expect(out).to.match(/^FAULT {3}bare metal service +\d+\.\d ms {2}INSP_.*\n {8}Correct the address/m);
    expect(out).to.match(/\nParts that are not as they should be: 1\.\n$/);
    ironic = await startFakeIronic();
  });

  it('fails where the configuration cannot be read', async () => {
    await writeFile(join(folder, 'inspector.config.json'), '{');
    const { err, status } = await runProgram(['doctor'], { cwd: folder });
    expect(status).to.equal(1);
    expect(err).to.match(/^INSP_CONFIG_UNREADABLE: /);
  });
});
