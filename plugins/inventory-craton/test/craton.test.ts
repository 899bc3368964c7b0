import { expect } from 'chai';
import type { InventoryBackend, JsonObject } from '@inspector/plugin-api';
import { inventoryText, parseInventory } from '@inspector/plugin-api/inventory';
import { recordLog } from '@inspector/test-kit';
import { rejection } from '../../../test/mocha/rejection.js';
import { startFakeCraton, type CratonUser, type FakeCraton, type Fault } from './craton/fake-craton.js';
import type { Resource } from './craton/tables.js';
import { openCraton, write, type GivenOptions } from './open-craton.js';

/** A document of some hosts with their variables, all of them in one group. */
const documentOf = (hostvars: JsonObject): string =>
  inventoryText({ _meta: { hostvars }, racks: { hosts: Object.keys(hostvars) } });

const many = (count: number): string =>
  documentOf(Object.fromEntries(Array.from({ length: count }, (_, index) => [`node-${index}`, { index }])));

describe('inventory craton', function () {
  this.timeout(60_000);
  let craton: FakeCraton;
  let opened: InventoryBackend[];

  beforeEach(async () => {
    craton = await startFakeCraton();
    opened = [];
  });
  afterEach(async () => {
    for (const backend of opened) await backend.close?.();
    await craton.stop();
  });

  const open = async (
    options: GivenOptions = {},
    more: Parameters<typeof openCraton>[2] = {},
  ): Promise<InventoryBackend> => {
    const backend = await openCraton(craton, options, more);
    opened.push(backend);
    return backend;
  };
  const host = (name: string): Resource => {
    const found = craton.tables.hosts.find(({ fields }) => fields['name'] === name);
    if (found === undefined) throw new Error(`Craton has no host ${name}`);
    return found;
  };
  const regionVariables = (): string[] => Object.keys(craton.tables.regions[0]?.variables ?? {});

  it('makes hosts with address, kind, parent, variables and groups', async () => {
    const hostvars = {
      'infra1-galera-container-5b3cfe83': {
        physical_host: 'infra1',
        management_address: '172.29.236.7',
        is_metal: false,
      },
      infra1: { physical_host: 'infra1', ansible_host: 'FD00::1', is_metal: true, ratio: 0.5 },
      nameless: { ansible_host: 'nameless.example.org', physical_host: 'nowhere' },
    };
    const log = recordLog();
    await (await open({}, { log })).write(documentOf(hostvars), write({ expected: null }));

    expect(host('infra1').fields).to.include({ ip_address: 'fd00::1', device_type: 'server' });
    expect(host('infra1').variables).to.deep.include({ ratio: 0.5, ansible_host: 'FD00::1' });
    expect(host('infra1-galera-container-5b3cfe83').fields).to.include({
      ip_address: '172.29.236.7',
      device_type: 'container',
      parent_id: host('infra1').id,
    });
    expect(host('nameless').fields).to.include({ ip_address: '0.0.0.0', device_type: 'server' });
    expect(host('nameless').labels).to.deep.equal(['racks']);
    expect(log.lines.map(({ message }) => message).join('\n')).to.match(/0\.0\.0\.0 for these: nameless$/m);
    expect(regionVariables().sort()).to.deep.equal(['inspector_document', 'inspector_revision']);
  });

  for (const [count, pages] of [
    [250, 3],
    [300, 4],
  ] as const) {
    it(`reads ${count} hosts in ${pages} pages`, async () => {
      const backend = await open();
      const { revision } = await backend.write(many(count), write({ expected: null }));
      craton.requests.length = 0;

      expect((await backend.load()).text).to.equal(many(count));
      expect((await backend.load()).revision).to.equal(revision);
      expect(craton.requests.filter((request) => request === 'GET /hosts')).to.have.length(2 * pages);
    });
  }

  it('does not take variables that a host inherits for its own', async () => {
    const backend = await open();
    const text = documentOf({ web1: {} });
    await backend.write(text, write({ expected: null }));
    for (const parent of [...craton.tables.regions, ...craton.tables.clouds]) {
      parent.variables['ntp_server'] = '192.0.2.9';
    }

    expect((await backend.load()).text).to.equal(text);
  });

  it('changes in Craton what changed, and nothing else', async () => {
    const backend = await open();
    const first = await backend.write(
      documentOf({ web1: { kept: 1, gone: 2, changed: 3 }, web2: { a: 1 }, web3: {} }),
      write({ expected: null }),
    );
    craton.requests.length = 0;
    await backend.write(
      inventoryText({
        _meta: { hostvars: { web1: { kept: 1, changed: 4, added: null }, web2: { a: 1 } } },
        racks: { hosts: ['web2'] },
        front: { hosts: ['web1'] },
      }),
      write({ expected: first.revision }),
    );

    expect(host('web1').variables).to.deep.equal({ kept: 1, added: null, changed: 4 });
    expect(host('web1').labels).to.deep.equal(['front']);
    expect(craton.tables.hosts).to.have.length(2);
    expect(craton.requests.filter((request) => /^(PUT|POST|DELETE) \/hosts/.test(request))).to.have.length(5);
  });

  it('exchanges a host and its container', async () => {
    const backend = await open();
    const chain = (parents: Record<string, string>): string =>
      documentOf(
        Object.fromEntries(
          Object.entries(parents).map(([name, parent]) => [name, { physical_host: parent }]),
        ),
      );
    await backend.write(chain({ a: 'a', b: 'a', c: 'b' }), write());
    await backend.write(chain({ a: 'b', b: 'c', c: 'c' }), write());

    expect(host('a').fields['parent_id']).to.equal(host('b').id);
    expect(host('b').fields['parent_id']).to.equal(host('c').id);
    expect(host('c').fields['parent_id']).to.equal(null);
    const circle = chain({ a: 'b', b: 'a' });
    await backend.write(circle, write());
    expect((await backend.load()).text, 'hosts that are on each other').to.equal(circle);
    await backend.write(documentOf({}), write());
    expect(craton.tables.hosts, 'children are removed before their parents').to.deep.equal([]);
  });

  it('takes over a host that somebody else makes at the same time', async () => {
    const backend = await open();
    await backend.write(documentOf({ web1: {} }), write({ expected: null }));
    let isMade = false;
    craton.fault = (request) => {
      const { fields } = host('web1');
      if (request === 'POST /hosts' && !isMade) {
        isMade = true;
        const made = { name: 'web2', ip_address: '192.0.2.7', device_type: 'toaster', variables: { x: 1 } };
        craton.tables.insert('hosts', craton.user.projectId, { ...fields, ...made, labels: ['old'] });
      }
      return undefined;
    };
    const text = documentOf({ web1: {}, web2: { ansible_host: '192.0.2.8' } });
    await backend.write(text, write());

    expect(host('web2').fields).to.include({ ip_address: '192.0.2.8', device_type: 'server' });
    expect(host('web2').variables).to.deep.equal({ ansible_host: '192.0.2.8' });
    expect(host('web2').labels).to.deep.equal(['racks']);
    expect((await backend.load()).text).to.equal(text);
  });

  it('keeps a host to itself whose name a network device has, and says so', async () => {
    const log = recordLog();
    const backend = await open({}, { log });
    await backend.write(documentOf({ web1: {} }), write({ expected: null }));
    craton.tables.networkDevices.push({ regionId: craton.tables.regions[0]?.id ?? 0, name: 'switch1' });
    const text = documentOf({ web1: {}, switch1: { a: 1 } });
    await backend.write(text, write());

    expect((await backend.load()).text).to.equal(text);
    expect(log.lines.map(({ message }) => message).join('\n')).to.match(
      /only the inventory has them: switch1/,
    );
  });

  it('keeps to itself what the database behind Craton would mix up', async () => {
    const backend = await open();
    const text = documentOf({
      web1: { Key: 1, key: 2, '': 3, half: '\ud800', big: 340282366920938463463374607431768211456n, own: 1 },
      WEB2: { a: 1 },
      web2: { a: 2 },
    });
    const { revision } = await backend.write(text, write({ expected: null }));

    expect(Object.keys(host('web1').variables).sort()).to.deep.equal(['big', 'own']);
    expect(craton.tables.hosts).to.have.length(1);
    const stored = await backend.load();
    expect(stored.text).to.equal(text);
    expect(stored.revision).to.equal(revision);
  });

  describe('when somebody else changes hosts in Craton', () => {
    const before = documentOf({ web1: { ntp: 'old', kept: 1.5 }, web2: {} });
    const after = inventoryText({
      _meta: { hostvars: { web1: { kept: 1.5, ntp: 'new' }, web2: { added: [1] }, web3: { a: 1 } } },
      racks: { hosts: ['web1', 'web2'] },
    });
    const change = (): void => {
      host('web1').variables['ntp'] = 'new';
      host('web2').variables['added'] = [1];
      const { fields } = host('web1');
      const made = { ...fields, name: 'web3', variables: { a: 1 } };
      craton.tables.insert('hosts', craton.user.projectId, made);
    };

    for (const drift of ['report', 'accept'] as const) {
      it(`lets their values count, and refuses writers that have not seen them (${drift})`, async () => {
        const { revision } = await (await open()).write(before, write({ expected: null }));
        const log = recordLog();
        const backend = await open({ drift }, { log });
        change();
        const stored = await backend.load();

        expect(stored.text).to.equal(after);
        const told = log.lines.map(({ message }) => message).join('\n');
        if (drift === 'accept') expect(told).to.equal('');
        else expect(told).to.match(/their values count: web1\.ntp, web2\.added, web3, which is new$/);
        const { code } = await rejection(backend.write(documentOf({}), write({ expected: revision })));
        expect(code).to.equal('INSP_INVENTORY_CONFLICT');
        await backend.write(documentOf({ web3: {} }), write({ expected: stored.revision }));
        expect(craton.tables.hosts.map(({ fields }) => fields['name'])).to.deep.equal(['web3']);
      });
    }

    it('refuses to read where that is wished, and lets only a forced write undo it', async () => {
      const backend = await open({ drift: 'reject' });
      const { revision } = await backend.write(before, write({ expected: null }));
      change();
      for (const work of [
        () => backend.load(),
        () => backend.write(documentOf({}), write({ expected: revision })),
      ]) {
        const { code, message } = await rejection(work());
        expect(code).to.equal('INSP_INVENTORY_CORRUPT');
        expect(message).to.match(/web1\.ntp/);
      }
      await backend.write(before, write());
      expect((await backend.load()).text).to.equal(before);
      expect(host('web1').variables['ntp']).to.equal('old');
    });

    it('makes a host again that was removed there', async () => {
      const backend = await open({ drift: 'accept' });
      await backend.write(before, write({ expected: null }));
      craton.tables.remove('hosts', host('web2'));
      const { text, revision } = await backend.load();
      expect(text).to.equal(before);
      await backend.write(documentOf({ web1: {}, web2: { b: 1 } }), write({ expected: revision }));

      expect(host('web2').variables).to.deep.equal({ b: 1 });
    });
  });

  it('touches nothing of another project, although its user may', async () => {
    const admin: CratonUser = {
      username: 'admin',
      password: 'admin-key',
      projectId: '717e9a21-6e2d-44e0-bc84-8398563bda06',
      isAdmin: true,
    };
    craton.users.push(admin);
    const others = await open();
    const text = documentOf({ web1: { mine: true } });
    await others.write(text, write({ expected: null }));
    const backend = await open({}, { user: admin });
    expect((await backend.load()).text, 'the inventory of the other project').to.equal(null);
    await backend.write(documentOf({ web1: { mine: false }, web2: {} }), write({ expected: null }));
    await backend.write(documentOf({}), write());

    expect((await others.load()).text).to.equal(text);
    expect(craton.tables.hosts.map(({ projectId }) => projectId)).to.deep.equal([craton.user.projectId]);
    expect(craton.tables.clouds).to.have.length(2);
  });

  it('leaves the old or the new document, wherever a writer dies, and the next one goes on', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, requests) => dieAfter(requests)));

    expect(new Set(outcomes)).to.deep.equal(new Set(['the old one', 'the new one', 'no death']));
  });

  /** Ends a writer after some requests, and looks at what it left. */
  async function dieAfter(requests: number): Promise<string> {
    const first = documentOf({ web1: { a: 1 }, web2: {} });
    const second = documentOf({ web1: { b: 2 }, web3: {} });
    const last = documentOf({ web4: {} });
    const own = await startFakeCraton();
    const writer = await openCraton(own, { history: true });
    const next = await openCraton(own, { history: true });
    try {
      const { revision } = await writer.write(first, write({ expected: null }));
      const death = new AbortController();
      let sent = 0;
      own.fault = () => {
        if (++sent <= requests) return undefined;
        death.abort(new Error('the process is dead'));
        return 'reset';
      };
      await writer
        .write(second, write({ expected: revision, signal: death.signal }))
        .catch(() => expect(death.signal.aborted).to.equal(true));
      own.fault = () => undefined;
      const found = await next.load();
      expect([first, second], `after ${requests} requests`).to.include(found.text);
      own.advance(121);
      await next.write(last, write({ expected: found.revision }));
      expect((await next.load()).text).to.equal(last);
      const names = own.tables.hosts.map(({ fields }) => fields['name']);
      expect(names, `after ${requests} requests`).to.deep.equal(['web4']);
      const left = Object.keys(own.tables.regions[0]?.variables ?? {});
      expect(left.filter((key) => /claim|pending/.test(key))).to.deep.equal([]);
      if (!death.signal.aborted) return 'no death';
      return found.text === first ? 'the old one' : 'the new one';
    } finally {
      await next.close?.();
      await writer.close?.();
      await own.stop();
    }
  }

  it('waits for a writer that is heard of, and not for one that is dead', async () => {
    const log = recordLog();
    const backend = await open({ claimTimeout: 60 }, { log });
    await backend.write(documentOf({ web1: {} }), write({ expected: null }));
    const [region] = craton.tables.regions;
    const claim = (): void => {
      if (region === undefined) return;
      region.variables['inspector_claim_other'] = { author: 'grace', time: new Date().toISOString() };
    };
    claim();
    let looks = 0;
    craton.fault = (request) => {
      if (request.startsWith('GET /regions/') && ++looks === 4)
        delete region?.variables['inspector_claim_other'];
      return undefined;
    };
    await backend.write(documentOf({ web2: {} }), write());
    expect(looks).to.be.greaterThan(4);
    claim();
    craton.advance(61);
    await backend.write(documentOf({ web3: {} }), write());

    expect(log.lines.map(({ message }) => message).join('\n')).to.match(
      /The writer grace has not been heard of/,
    );
    expect((await backend.load()).text).to.equal(documentOf({ web3: {} }));
  });

  const FAULTS = ['failure', 'reset', 'reset after', 'no JSON', 'half a page'] as const;

  it('goes on after each request that fails once, however it fails', async () => {
    const backend = await open({ history: true });
    let count = 0;
    craton.fault = () => (++count % 2 === 1 ? FAULTS[((count - 1) / 2) % FAULTS.length] : undefined);
    const first = await backend.write(documentOf({ web1: { a: 1 }, web2: {} }), write({ expected: null }));
    const text = documentOf({ web1: { b: 1 } });
    await backend.write(text, write({ expected: first.revision }));

    expect((await backend.load()).text).to.equal(text);
    expect(host('web1').variables).to.deep.equal({ b: 1 });
    expect(craton.tables.hosts).to.have.length(1);
  });

  for (const fault of FAULTS) {
    it(`says what is wrong where nothing works (${fault})`, async () => {
      const backend = await open();
      craton.fault = (): Fault => fault;
      const { code, message } = await rejection(backend.load());

      expect(code).to.equal('INSP_INVENTORY_UNAVAILABLE');
      expect(message).to.match(/^Craton cannot be used: GET .*Look after it, or check/);
    });
  }

  it('gives up a request that is not answered', async () => {
    const backend = await open({ timeout: 0.2 });
    craton.fault = () => 'silence';
    expect((await rejection(backend.load())).code).to.equal('INSP_INVENTORY_UNAVAILABLE');
  });

  it('works with a Craton that is slow', async () => {
    craton.delay = 50;
    const backend = await open();
    await backend.write(many(20), write({ expected: null }));
    expect((await backend.load()).text).to.equal(many(20));
  });

  it('finds out that a list goes in circles', async () => {
    const backend = await open();
    await backend.write(many(100), write({ expected: null }));
    const { hosts } = craton.tables;
    const last = hosts.at(-1);
    if (last !== undefined) hosts.push({ ...last, id: last.id + 1 }, ...hosts.slice(0, 5));
    const { message } = await rejection(backend.load());
    expect(message).to.match(/its list of hosts names one of them twice/);
  });

  it('splits a long document, and joins it again', async () => {
    const backend = await open({ history: true });
    const long = documentOf({ web1: { text: 'x'.repeat(600_000) } });
    const { revision } = await backend.write(long, write({ expected: null }));
    expect((await backend.load()).text).to.equal(long);
    await backend.write(documentOf({}), write({ expected: revision }));

    expect((await backend.load({ revision })).text).to.equal(long);
    expect(regionVariables().filter((key) => key.startsWith('inspector_document'))).to.deep.equal([
      'inspector_document',
    ]);
    expect(parseInventory((await backend.load()).text ?? '', 'Craton')).to.deep.include({
      _meta: { hostvars: {} },
    });
  });

  it('keeps as many revisions as its options say', async () => {
    const backend = await open({ history: true, keep: 2 });
    const revisions: string[] = [];
    for (let counter = 0; counter < 4; counter++) {
      revisions.push((await backend.write(documentOf({ web1: { counter } }), write())).revision);
    }
    const page = await backend.history?.({ limit: 10 });
    expect(page?.revisions.map(({ number }) => number)).to.deep.equal([4, 3]);
    const { code } = await rejection(backend.load({ revision: revisions[0] ?? '' }));
    expect(code).to.equal('INSP_INVENTORY_REVISION_NOT_FOUND');
  });
});
