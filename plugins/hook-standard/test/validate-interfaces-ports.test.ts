import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { runHook, type GivenServiceOptions, type HookResult, type HookRun } from '@inspector/test-kit';
import validateInterfaces from '../src/validate-interfaces.js';
import { failureOf } from './failure-of.js';
import { BOOT, card, payload, WITH_IP, WITHOUT_IP } from './payload.js';

const STRANGER = '52:54:00:00:00:99';
const run = (
  processing: GivenServiceOptions['processing'],
  world: Omit<HookRun, 'service' | 'data'> = {},
  data: JsonObject = payload(),
): Promise<HookResult> =>
  runHook(validateInterfaces, {
    ...world,
    data,
    service: { processing: { addPorts: 'all', ...processing } },
  });
const flags = ({ ports }: HookResult): Record<string, unknown> =>
  Object.fromEntries([...ports].map(([mac, port]) => [mac, port.pxe_enabled]));

describe('validate_interfaces, ports', () => {
  it('creates a port for each selected card and marks the one it booted from', async () => {
    expect(flags(await run({}))).to.deep.equal({ [BOOT]: true, [WITH_IP]: false, [WITHOUT_IP]: false });
  });

  it('creates only what is selected', async () => {
    expect((await run({ addPorts: 'pxe' })).changes.createdPorts).to.deep.equal([BOOT]);
  });

  it('creates nothing when told not to', async () => {
    expect((await run({ addPorts: 'disabled' })).changes.createdPorts).to.deep.equal([]);
  });

  it('enables PXE on every new port when flags are not to be updated', async () => {
    const enabled = { [BOOT]: true, [WITH_IP]: true, [WITHOUT_IP]: true };
    expect(flags(await run({ updatePxeEnabled: false }))).to.deep.equal(enabled);
  });

  it('sends the client id of InfiniBand and no other', async () => {
    const data = payload({ interfaces: [card('ib0', BOOT, { client_id: 'ff:01' }), card('eth1', WITH_IP)] });
    const { ports } = await run({}, {}, data);
    expect(ports.get(BOOT)?.extra).to.deep.equal({ 'client-id': 'ff:01' });
    expect(ports.get(WITH_IP)?.extra).to.deep.equal({});
  });

  it('creates no second port for a MAC that has one, in whatever case it is written', async () => {
    const { changes, ports } = await run({}, { ports: [WITH_IP.toUpperCase()] });
    expect(changes.createdPorts).to.have.members([BOOT, WITHOUT_IP]);
    expect(ports.size).to.equal(3);
  });

  it('creates one port for two cards that share a MAC', async () => {
    const data = payload({ interfaces: [card('eth0', BOOT), card('eth0.100', BOOT)] });
    const { changes, log } = await run({}, {}, data);
    expect(changes.createdPorts).to.deep.equal([BOOT]);
    expect(log.messages('warn')).to.deep.equal([]);
  });

  it('goes on when a MAC belongs to another node', async () => {
    const { changes, ports, log } = await run({}, { foreignPorts: [WITH_IP] });
    expect(changes.createdPorts).to.deep.equal([BOOT, WITHOUT_IP]);
    expect(ports.has(WITH_IP)).to.equal(false);
    expect(log.messages('warn')).to.have.length(1);
  });

  const keeping: ['all' | 'present' | 'added', string[]][] = [
    ['all', []],
    ['present', [STRANGER]],
    ['added', [STRANGER, WITHOUT_IP]],
  ];
  for (const [keepPorts, deleted] of keeping) {
    it(`keepPorts ${keepPorts} deletes ${deleted.length} of two ports that are not selected`, async () => {
      const { changes } = await run(
        { addPorts: 'active', keepPorts },
        { ports: [STRANGER, WITHOUT_IP, BOOT] },
      );
      expect(changes.deletedPorts).to.have.members(deleted).and.have.length(deleted.length);
    });
  }

  it('compares MACs of ports in lower case when it deletes', async () => {
    const data = payload({ interfaces: [card('eth0', 'AA:00:00:00:00:01')] });
    const { changes } = await run({ keepPorts: 'present' }, { ports: ['AA:00:00:00:00:01'] }, data);
    expect(changes.deletedPorts).to.deep.equal([]);
  });

  const wrongFlags = {
    ports: [
      { address: BOOT, pxe_enabled: false },
      { address: WITH_IP, pxe_enabled: true },
    ],
  };

  it('corrects the PXE flags of existing ports', async () => {
    const { changes } = await run({ addPorts: 'active' }, wrongFlags);
    expect(Object.fromEntries(changes.ports)).to.deep.equal({
      [BOOT]: [{ op: 'replace', path: '/pxe_enabled', value: true }],
      [WITH_IP]: [{ op: 'replace', path: '/pxe_enabled', value: false }],
    });
  });

  it('does not touch flags that are right', async () => {
    const { changes } = await run({}, { ports: [{ address: BOOT, pxe_enabled: true }] });
    expect(changes.ports.size).to.equal(0);
  });

  for (const processing of [{ overwriteExisting: false }, { updatePxeEnabled: false }]) {
    it(`leaves flags alone with ${JSON.stringify(processing)}`, async () => {
      expect((await run(processing, wrongFlags)).changes.ports.size).to.equal(0);
    });
  }

  describe('when the boot card is not known', () => {
    const data = payload({}, { boot_interface: null });
    it('enables PXE on new ports', async () => {
      expect(Object.values(flags(await run({}, {}, data)))).to.deep.equal([true, true, true]);
    });
    it('leaves the flags of existing ports alone', async () => {
      expect((await run({}, wrongFlags, data)).changes.ports.size).to.equal(0);
    });
  });

  for (const provision_state of ['active', 'rescue', 'Active']) {
    it(`adds ports to a machine in ${provision_state} but changes and deletes none`, async () => {
      const { changes } = await run(
        { keepPorts: 'added' },
        { node: { provision_state }, ports: [STRANGER, ...wrongFlags.ports] },
      );
      expect(changes.createdPorts).to.deep.equal([WITHOUT_IP]);
      expect(changes.deletedPorts).to.deep.equal([]);
      expect(changes.ports.size).to.equal(0);
    });
  }

  it('asks a port once although two cards share its MAC', async () => {
    const data = payload({ interfaces: [card('eth0', BOOT), card('eth0.100', BOOT)] });
    const { changes } = await run({}, { ports: [{ address: BOOT, pxe_enabled: false }] }, data);
    expect(changes.ports.get(BOOT)).to.have.length(1);
  });

  for (const missing of ['interfaces', 'all_interfaces']) {
    it(`changes no port when a hook in between has removed ${missing}`, async () => {
      const sorted = { interfaces: { eth1: { mac: WITH_IP } }, all_interfaces: {}, [missing]: null };
      const work = run(
        { keepPorts: 'present' },
        { phases: ['beforeUpdate'], ports: [STRANGER] },
        { ...payload(), ...sorted },
      );
      expect(await failureOf(work)).to.deep.equal([400, 'No interfaces supplied by the ramdisk']);
    });
  }

  it('takes up what hooks in between changed in the data', async () => {
    const data = { ...payload(), interfaces: { eth1: { mac: WITH_IP, pxe: true } }, all_interfaces: {} };
    const { changes } = await run({}, { phases: ['beforeUpdate'] }, data);
    expect(changes.createdPorts).to.deep.equal([WITH_IP]);
  });
});
