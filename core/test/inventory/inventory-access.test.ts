import { expect } from 'chai';
import { rejection } from '../../../test/mocha/rejection.js';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';
import { emptyInventory, inventoryText, parseInventory } from '@inspector/plugin-api/inventory';
import { recordLog } from '@inspector/test-kit';
import { createInventoryAccess, type InventoryAccessOptions } from '../../src/inventory/inventory-access.js';
import type { Log } from '../../src/log/log.js';
import { MemoryBackend } from './memory-backend.js';

const text = (hostvars: object, more: object = {}): string =>
  JSON.stringify({ _meta: { hostvars }, ...more });
const canonical = (source: string): string => inventoryText(parseInventory(source, 'test'));
const by = { author: 'ada', reason: 'new rack', source: 'test' };

describe('the access to an inventory', () => {
  const log = recordLog();
  const accessTo = (backend: MemoryBackend, options: Partial<InventoryAccessOptions> = {}) =>
    createInventoryAccess(backend, {
      name: 'memory',
      maxBytes: 1_000_000,
      secrets: 'warn',
      log: log as unknown as Pick<Log, 'info' | 'warn'>,
      ...options,
    });
  const addHost = (name: string) => (inventory: InventoryDocument) => {
    (inventory['_meta'] as { hostvars: Record<string, object> }).hostvars[name] = {};
    return inventory;
  };

  it('gives the empty document and no revision where nothing is stored', async () => {
    const { inventory, revision } = await accessTo(new MemoryBackend()).load();

    expect(inventory).to.deep.equal(emptyInventory());
    expect(revision).to.equal(null);
  });

  it('gives the variables of one host, whether the text is known or has to be read', async () => {
    for (const isAsWritten of [true, false]) {
      const backend = new MemoryBackend([canonical(text({ a: { n: 1 }, b: {} }))], { isAsWritten });
      const access = accessTo(backend);

      expect(await access.hostVars('a')).to.deep.equal({ n: 1 });
      expect(await access.hostVars('b')).to.deep.equal({});
      expect(await access.hostVars('c')).to.equal(undefined);
      expect((await access.load()).text).to.equal(backend.versions[0]);
    }
    expect(await accessTo(new MemoryBackend()).hostVars('a')).to.equal(undefined);
  });

  it('examines what may have been changed, also for one host', async () => {
    const access = accessTo(new MemoryBackend([text({ a: {} }, { g: { hosts: ['nowhere'] } })]));

    for (const look of [() => access.load(), () => access.hostVars('a')]) {
      expect((await rejection(look())).code).to.equal('INSP_INVENTORY_INVALID');
    }
  });

  it('writes canonical text with author, reason and what changes', async () => {
    const backend = new MemoryBackend([text({ b: {}, a: {} })]);
    const { revision, changed, summary } = await accessTo(backend).change(addHost('c'), by);

    expect({ revision, changed }).to.deep.equal({ revision: 'r2', changed: true });
    expect(summary.hostsAdded).to.deep.equal(['c']);
    expect(backend.writes).to.have.length(1);
    expect(backend.writes[0]).to.deep.include({ ...by, expected: 'r1', summary });
    expect(backend.versions[1]).to.equal(canonical(text({ a: {}, b: {}, c: {} })));
  });

  it('writes nothing when the document stays what it is, whatever its layout', async () => {
    const backend = new MemoryBackend([`${text({ a: { n: 1.5 } })}\n\n`]);
    const result = await accessTo(backend).change((inventory) => inventory, by);

    expect(result).to.deep.include({ revision: 'r1', changed: false });
    expect(backend.writes).to.deep.equal([]);
  });

  it('applies a change anew when somebody else has written, and loses neither', async () => {
    const backend = new MemoryBackend([text({})]);
    let others = 3;
    backend.meanwhile = () => {
      if (others-- > 0) backend.versions.push(text({ [`other-${others}`]: {} }));
    };
    const { revision } = await accessTo(backend).change(addHost('mine'), by);

    expect(revision).to.equal('r5');
    expect(backend.versions.at(-1)).to.equal(canonical(text({ 'other-0': {}, mine: {} })));
  });

  it('gives up after five times, with the conflict', async () => {
    const backend = new MemoryBackend([text({})]);
    let tries = 0;
    backend.meanwhile = () => backend.versions.push(text({ [`other-${++tries}`]: {} }));

    expect((await rejection(accessTo(backend).change(addHost('mine'), by))).code).to.equal(
      'INSP_INVENTORY_CONFLICT',
    );
    expect(tries).to.equal(6);
    expect(backend.writes).to.deep.equal([]);
  });

  it('does not repeat a change that was decided on a certain revision', async () => {
    const backend = new MemoryBackend([text({}), text({ a: {} })]);
    const error = await rejection(accessTo(backend).change(addHost('b'), { ...by, expected: 'r1' }));

    expect(error.code).to.equal('INSP_INVENTORY_CONFLICT');
    expect(error.message).to.contain('revision r2');
  });

  it('lets changes of one process wait for each other', async () => {
    const backend = new MemoryBackend();
    const access = accessTo(backend);
    const names = Array.from({ length: 20 }, (_, index) => `host-${index}`);
    await Promise.all(names.map((name) => access.change(addHost(name), by)));

    const { inventory } = await access.load();
    expect(Object.keys((inventory['_meta'] as { hostvars: object }).hostvars)).to.have.members(names);
  });

  it('goes on after a change that failed', async () => {
    const backend = new MemoryBackend();
    const access = accessTo(backend);
    const failed = access.change(() => Promise.reject(new Error('no')), by).catch(() => 'failed');
    await access.change(addHost('a'), by);

    expect(await failed).to.equal('failed');
    expect(backend.versions).to.have.length(1);
  });

  for (const [what, document, path] of [
    ['a host of a group that is nowhere', { _meta: { hostvars: {} }, g: { hosts: ['x'] } }, 'g.hosts[0]'],
    ['a name that is null', { _meta: { hostvars: {} }, g: { hosts: [null] } }, 'g.hosts[0]'],
    ['a child that is nowhere', { _meta: { hostvars: {} }, g: { children: ['x'] } }, 'g.children[0]'],
    ['a circle of groups', { _meta: { hostvars: {} }, g: { children: ['h'] }, h: { children: ['g'] } }, 'g'],
    ['no hostvars', { g: {} }, '_meta'],
  ] as const) {
    it(`refuses ${what} before the backend is asked to write`, async () => {
      const backend = new MemoryBackend();
      const error = await rejection(accessTo(backend).change(() => structuredClone(document) as never, by));

      expect(error.code).to.equal('INSP_INVENTORY_INVALID');
      expect(error.message).to.contain(path);
      expect(backend.writes).to.deep.equal([]);
    });
  }

  it('refuses what is longer than the service or the backend takes', async () => {
    const large = JSON.parse(text({}, { all: { vars: { padding: 'x'.repeat(3000) } } })) as InventoryDocument;
    for (const access of [
      accessTo(new MemoryBackend(), { maxBytes: 3000 }),
      accessTo(new MemoryBackend([], { maxBytes: 3000 })),
    ]) {
      expect((await rejection(access.change(() => large, by))).code).to.equal('INSP_INVENTORY_TOO_LARGE');
    }
    const stored = new MemoryBackend([JSON.stringify(large)]);
    expect((await rejection(accessTo(stored, { maxBytes: 3000 }).load())).code).to.equal(
      'INSP_INVENTORY_TOO_LARGE',
    );
  });

  it('says where a stored document is broken, and does not replace it unless it is forced', async () => {
    const backend = new MemoryBackend(['{"_meta": {"hostvars": {}, "hostvars": {}}}']);
    const access = accessTo(backend);
    for (const work of [() => access.load(), () => access.change(addHost('a'), by)]) {
      const { code, message } = await rejection(work());
      expect(code).to.equal('INSP_INVENTORY_CORRUPT');
      expect(message).to.contain('memory').and.to.contain('line 1');
    }
    await access.change(addHost('a'), { ...by, force: true });

    expect(backend.versions.at(-1)).to.equal(canonical(text({ a: {} })));
    expect(log.lines.at(-1)).to.include({ level: 'warn', message: 'inventory was written by force' });
  });

  it('warns of secrets, once', async () => {
    const backend = new MemoryBackend([text({ a: {} })]);
    const access = accessTo(backend);
    const withSecret = () => JSON.parse(text({ a: { ipmi_password: 'x' } })) as InventoryDocument;
    const first = await access.change(withSecret, by);
    const second = await access.change((inventory) => addHost('b')(inventory), by);

    expect(first.warnings.join()).to.contain('ipmi_password').and.to.not.contain('"x"');
    expect(second.warnings).to.deep.equal([]);
  });

  it('refuses secrets where that is configured, and says nothing where they are allowed', async () => {
    const withSecret = () => JSON.parse(text({ a: { ipmi_password: 'x' } })) as InventoryDocument;
    const backend = new MemoryBackend();
    const error = await rejection(accessTo(backend, { secrets: 'reject' }).change(withSecret, by));
    expect(error.code).to.equal('INSP_INVENTORY_SECRETS');
    expect(error.message).to.contain('ipmi_password');
    expect(backend.writes).to.deep.equal([]);

    const allowed = await accessTo(backend, { secrets: 'allow' }).change(withSecret, by);
    expect(allowed.warnings).to.deep.equal([]);
  });

  it('restores a former document as a new revision', async () => {
    const backend = new MemoryBackend([text({ a: {} }), text({})]);
    const { revision, summary } = await accessTo(backend).restore('r1', by);

    expect(revision).to.equal('r3');
    expect(summary.hostsAdded).to.deep.equal(['a']);
    expect((await rejection(accessTo(backend).restore('r9', by))).code).to.equal(
      'INSP_INVENTORY_REVISION_NOT_FOUND',
    );
  });

  it('says that a backend has no history', async () => {
    const access = accessTo(new MemoryBackend([text({})], { history: false }));
    for (const work of [
      () => access.history({ limit: 1 }),
      () => access.load('r1'),
      () => access.restore('r1', by),
    ]) {
      const { code, message } = await rejection(work());
      expect(code).to.equal('INSP_INVENTORY_UNSUPPORTED');
      expect(message).to.contain('"memory"');
    }
  });

  it('keeps the account of a large change short', async () => {
    const backend = new MemoryBackend();
    const hosts = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`h${index}`, {}]));
    const { summary } = await accessTo(backend).change(
      () => JSON.parse(text(hosts)) as InventoryDocument,
      by,
    );

    expect(summary.hostsAdded).to.have.length(500);
    expect(backend.writes[0]?.summary?.hostsAdded).to.have.length(101).and.to.include('… and 400 more');
  });
});
