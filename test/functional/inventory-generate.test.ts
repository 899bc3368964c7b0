import { expect } from 'chai';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@inspector/plugin-api';
import { runProgram, type Ended } from '../../core/test/cli/run-program.js';
import { Bench, payload } from './harness.js';

interface Document {
  readonly _meta: { readonly hostvars: Readonly<Record<string, JsonObject>> };
  readonly [group: string]: unknown;
}

describe('an inventory of introspected nodes', () => {
  let bench: Bench;
  let folder: string;
  let uuid: string;
  before(async () => {
    bench = await Bench.start();
    const data = await payload('kvm-2nic-extra-hardware');
    ({ uuid } = bench.enroll(data, { name: 'web-1', traits: ['CUSTOM_WEB'], properties: { rack: 'r1' } }));
    await bench.startAndWait(uuid);
    await bench.post(data);
    await bench.finished(uuid);
    const other = await payload('kvm-lldp-raw');
    await bench.startAndWait(bench.enroll(other, { name: 'waits' }).uuid);
  });
  after(() => bench.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-generate-'));
    await configure({});
  });
  afterEach(() => rm(folder, { recursive: true }));

  const configure = (generate: object, more: object = {}): Promise<void> => {
    const config = {
      database: { connection: `sqlite:///${bench.folder}/inspector.sqlite` },
      ironic: { endpointOverride: bench.ironic.url, retryInterval: 0 },
      inventory: { generate },
      ...more,
    };
    return writeFile(join(folder, 'inspector.config.json'), JSON.stringify(config));
  };
  const inspector = (...argv: string[]): Promise<Ended> =>
    runProgram(['inventory', '-f', 'hosts.json', ...argv], { cwd: folder });
  const file = (): string => join(folder, 'hosts.json');
  const document = async (): Promise<Document> => JSON.parse(await readFile(file(), 'utf8')) as Document;

  it('has the nodes that are finished, with facts and groups', async () => {
    await configure({
      keyedGroups: [{ key: 'node://properties.rack', prefix: 'rack' }, { key: 'traits' }],
      groups: {
        large: [{ op: 'ge', field: 'memory_mb', value: 16384 }],
        small: [{ op: 'lt', field: 'memory_mb', value: 1 }],
      },
      compose: { rack: 'node://properties.rack' },
      ansibleHost: 'bootIp',
    });
    const { status, out, err } = await inspector('generate');
    expect({ status, err }).to.deep.equal({ status: 0, err: '' });
    expect(out)
      .to.match(/^\+ host web-1\n\+ group CUSTOM_WEB\n/)
      .and.match(/\n2 nodes\. The inventory is written\.\n$/);
    const { _meta: meta, all: _, ...groups } = await document();
    expect(meta.hostvars['web-1']).to.include({
      inspector_node_uuid: uuid,
      inspector_state: 'finished',
      inspector_memory_mb: 16384,
      inspector_product: 'KVM',
      ansible_host: '172.22.0.72',
      rack: 'r1',
    });
    expect(meta.hostvars['web-1']).to.have.deep.property('inspector_traits', ['CUSTOM_WEB']);
    expect(Object.keys(groups)).to.deep.equal([
      'CUSTOM_WEB',
      'arch_x86_64',
      'baremetal',
      'large',
      'rack_r1',
      'vendor_red_hat',
    ]);
  });

  it('is the same after a second time, and is not written then', async () => {
    await inspector('generate');
    const before = await stat(file());
    const { out } = await inspector('generate');
    expect(out).to.equal('2 nodes, nothing to change.\n');
    expect((await stat(file())).ino).to.equal(before.ino);
  });

  it('is only looked at, if that is asked for', async () => {
    const { status, out } = await inspector('generate', '--dry-run');
    expect([status, out.split('\n')[0]]).to.deep.equal([0, '+ host web-1']);
    expect(out).to.include('Nothing was written');
    await stat(file()).then(
      () => expect.fail('the file is there'),
      () => undefined,
    );
  });

  it('is reported to programs', async () => {
    const { out } = await inspector('generate', '--json');
    expect(JSON.parse(out)).to.deep.include({ added: ['web-1'], gone: [], renamed: [], notes: [] });
  });

  it('is written from the revision that is named, and from no other', async () => {
    await configure({}, { plugins: { 'inventory-filesystem': { directory: folder } } });
    const generate = (...argv: string[]): Promise<Ended> =>
      runProgram(['inventory', ...argv, 'generate', '--expected', 'none'], { cwd: folder });
    expect((await generate()).status).to.equal(0);
    const { status, err } = await generate();
    expect({ status, code: err.split(':')[0] }).to.deep.equal({ status: 1, code: 'INSP_INVENTORY_CONFLICT' });
    expect((await generate('-f', 'hosts.json')).err).to.match(/^INSP_BAD_REQUEST: A file has no revisions/);
  });

  it('keeps names of hosts until somebody asks for new ones', async () => {
    await inspector('generate');
    bench.ironic.nodes.get(uuid)!.name = 'db-1';
    try {
      expect((await inspector('generate')).out).to.include('nothing to change');
      expect((await inspector('generate', '--rename')).out).to.match(/^- host web-1\n\+ host db-1\n/);
      expect((await inspector('--host', 'db-1')).out).to.include(uuid);
    } finally {
      bench.ironic.nodes.get(uuid)!.name = 'web-1';
    }
  });

  it('is not written when a service is away, data are not kept, or options are wrong', async () => {
    const wrong: readonly (readonly [() => Promise<void>, RegExp])[] = [
      [
        () =>
          configure(
            {},
            { ironic: { endpointOverride: 'http://127.0.0.1:1', maxRetries: 1, retryInterval: 0 } },
          ),
        /^INSP_BAREMETAL_UNREACHABLE/,
      ],
      [
        () => configure({}, { processing: { storeData: 'none' } }),
        /^INSP_STORAGE_DISABLED: .* stored introspection data/,
      ],
      [() => configure({ adopt: 'maybe' }), /^INSP_CONFIG_INVALID: [^]*inventory\.generate/],
      [
        () => configure({ compose: { ansible_user: 'vendor' } }),
        /^INSP_CONFIG_INVALID: inventory\.generate\.compose\.ansible_user/,
      ],
      [
        () => configure({ groups: { g: [{ op: 'x', field: 'y' }] } }),
        /^INSP_CONFIG_INVALID: inventory\.generate\.groups\.g/,
      ],
      [() => writeFile(file(), '{'), /^INSP_INVENTORY_CORRUPT: .*line 1, column 2/],
    ];
    for (const [prepare, said] of wrong) {
      await writeFile(file(), '{"_meta": {"hostvars": {}}}');
      await configure({});
      await prepare();
      const text = await readFile(file(), 'utf8');
      const { status, out, err } = await inspector('generate');
      expect({ status, out }, String(said)).to.deep.equal({ status: 1, out: '' });
      expect(err).to.match(said);
      expect(await readFile(file(), 'utf8')).to.equal(text);
    }
  });
});
