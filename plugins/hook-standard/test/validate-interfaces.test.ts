import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { createContext, runHook, type HookResult } from '@inspector/test-kit';
import validateInterfaces from '../src/validate-interfaces.js';
import { failureOf } from './failure-of.js';
import { BOOT, card, payload, WITH_IP, WITHOUT_IP } from './payload.js';

type AddPorts = 'all' | 'active' | 'pxe' | 'disabled';
const sort = async (data: JsonObject, addPorts: AddPorts = 'pxe'): Promise<HookResult> =>
  runHook(validateInterfaces, { data, phases: ['beforeProcessing'], service: { processing: { addPorts } } });
const withCards = (...interfaces: Json[]): JsonObject => payload({ interfaces });

describe('validate_interfaces, sorting out the cards', () => {
  it('describes every card and the selected ones', async () => {
    const { data } = await sort(payload(), 'active');
    const eth0 = { ip: '198.51.100.1', mac: BOOT, client_id: null, pxe: true };
    const eth1 = { ip: 'fe80::5054:ff:fe00:2', mac: WITH_IP, client_id: null, pxe: false };
    const eth2 = { ip: null, mac: WITHOUT_IP, client_id: null, pxe: false };
    expect({ ...(data['all_interfaces'] as JsonObject) }).to.deep.equal({ eth0, eth1, eth2 });
    expect({ ...(data['interfaces'] as JsonObject) }).to.deep.equal({ eth0, eth1 });
    expect(data['macs']).to.deep.equal([BOOT, WITH_IP]);
  });

  const selections: [AddPorts, boolean, string[]][] = [
    ['pxe', true, [BOOT]],
    ['pxe', false, [BOOT, WITH_IP]],
    ['active', true, [BOOT, WITH_IP]],
    ['disabled', true, [BOOT, WITH_IP]],
    ['all', true, [BOOT, WITH_IP, WITHOUT_IP]],
  ];
  for (const [addPorts, bootKnown, macs] of selections) {
    it(`addPorts ${addPorts} with the boot card ${bootKnown ? 'known' : 'unknown'} selects ${macs.length}`, async () => {
      const { data } = await sort(payload({}, bootKnown ? {} : { boot_interface: null }), addPorts);
      expect(data['macs']).to.deep.equal(macs);
    });
  }

  it('finds the boot card in the inventory too', async () => {
    const data = payload({ boot: { pxe_interface: WITH_IP.toUpperCase() } }, { boot_interface: null });
    expect((await sort(data)).data['macs']).to.deep.equal([WITH_IP]);
  });

  it('warns that cards become ports only because the boot card is not known', async () => {
    const unknown = payload({}, { boot_interface: null });
    expect((await sort(unknown)).log.messages('warn')).to.have.length(1);
    expect((await sort(unknown, 'active')).log.messages('warn')).to.have.length(0);
    expect((await sort(payload())).log.messages('warn')).to.have.length(0);
  });

  it('asks for an address of the boot card too, unless every card becomes a port', async () => {
    const data = payload({}, { boot_interface: WITHOUT_IP });
    expect((await failureOf(sort(data)))[1]).to.include('No suitable interfaces found');
    expect((await sort(data, 'all')).data['macs']).to.include(WITHOUT_IP);
  });

  it('writes the BMC addresses over what was posted', async () => {
    const { data } = await sort(payload({}, { ipmi_address: '192.0.2.9', ipmi_v6address: 'x' }));
    expect(data).to.include({ ipmi_address: '192.0.2.44', ipmi_v6address: null });
  });

  it('writes null where there is no BMC address', async () => {
    const { data } = await sort(payload({ bmc_address: '0.0.0.0', bmc_v6address: '2001:DB8::1' }));
    expect(data).to.include({ ipmi_address: null, ipmi_v6address: '2001:db8::1' });
  });

  it('skips loopback by name and by address', async () => {
    const { data } = await sort(
      withCards(
        card('lo', '52:54:00:00:00:0a', { ipv4_address: '198.51.100.9' }),
        card('dummy0', '52:54:00:00:00:0b', { ipv4_address: '127.0.0.5' }),
        card('dummy1', '52:54:00:00:00:0c', { ipv6_address: '::1' }),
        card('eth0', BOOT, { ipv4_address: '198.51.100.1' }),
      ),
      'all',
    );
    expect(data['macs']).to.deep.equal([BOOT]);
    expect(Object.keys(data['all_interfaces'] as JsonObject)).to.have.length(4);
  });

  it('leaves out cards without name, link or Ethernet MAC, and items that are no objects', async () => {
    const infiniband = '80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1';
    const { data, log } = await sort(
      withCards(
        card('', '52:54:00:00:00:0a'),
        { mac_address: '52:54:00:00:00:0b' },
        card('ib0', infiniband, { ipv4_address: '198.51.100.7' }),
        card('down', null),
        null,
        'eth9',
        card('eth0', BOOT, { ipv4_address: '198.51.100.1' }),
      ),
      'all',
    );
    expect(Object.keys(data['all_interfaces'] as JsonObject)).to.deep.equal(['eth0']);
    expect(log.messages('error')).to.have.length(2);
    expect(log.messages('warn')).to.have.length(1);
  });

  it('leaves out cards whose MAC other machines have too, and says why', async () => {
    const { data, log } = await sort(
      withCards(
        card('dummy0', '00:00:00:00:00:00'),
        card('group0', '01:00:5E:00:00:01'),
        card('usb0', 'BE:3A:F2:B6:05:9F'),
        card('eth0', BOOT, { ipv4_address: '198.51.100.1' }),
      ),
      'all',
    );
    expect(data['macs']).to.deep.equal([BOOT]);
    expect(Object.keys(data['all_interfaces'] as JsonObject)).to.deep.equal(['eth0']);
    expect(log.messages('warn').map((line) => line.split('its MAC is ')[1])).to.deep.equal([
      'all zero, the card was never given an address',
      'an address of a group (multicast), not of a card',
      'one that its maker gives to many cards',
    ]);
  });

  it('lower-cases MACs and recognises the boot card in any case', async () => {
    const data = {
      ...withCards(card('eth0', 'AA:BB:CC:00:00:01', { ipv4_address: '198.51.100.1' })),
      boot_interface: 'aa:bb:cc:00:00:01',
    };
    expect((await sort(data)).data['interfaces']).to.deep.nested.include({
      'eth0.mac': 'aa:bb:cc:00:00:01',
      'eth0.pxe': true,
    });
  });

  const addresses: [string, JsonObject, string | null][] = [
    ['IPv4 before IPv6', { ipv4_address: '198.51.100.1', ipv6_address: '2001:db8::1' }, '198.51.100.1'],
    ['IPv6 without its zone', { ipv6_address: 'fd00::1%enp2s0' }, 'fd00::1'],
    ['IPv6 when IPv4 is no address', { ipv4_address: 'none', ipv6_address: '2001:db8::1' }, '2001:db8::1'],
    ['no address when neither is one', { ipv4_address: '999.1.1.1', ipv6_address: 5 }, null],
  ];
  for (const [title, fields, ip] of addresses) {
    it(`keeps ${title}`, async () => {
      const { data } = await sort(withCards(card('eth0', BOOT, fields)), 'all');
      expect(data['all_interfaces']).to.have.nested.property('eth0.ip', ip);
    });
  }

  it('keeps the later of two cards with one name', async () => {
    const { data } = await sort(withCards(card('eth0', WITH_IP), card('eth0', BOOT)), 'all');
    expect(data['macs']).to.deep.equal([BOOT]);
  });

  it('keeps the order of the inventory even for names that are numbers', async () => {
    const { data } = await sort(
      withCards(card('9', BOOT), card('eth0', WITH_IP), card('1', WITHOUT_IP)),
      'all',
    );
    expect(data['macs']).to.deep.equal([BOOT, WITH_IP, WITHOUT_IP]);
  });

  it('keeps the client id of InfiniBand', async () => {
    const { data } = await sort(withCards(card('ib0', BOOT, { client_id: 'ff:00:01' })), 'all');
    expect(data['interfaces']).to.have.nested.property('ib0.client_id', 'ff:00:01');
  });

  it('is not fooled by a card called __proto__', async () => {
    const { data } = await sort(withCards(card('__proto__', BOOT, { ipv4_address: '198.51.100.1' })));
    expect(data['macs']).to.deep.equal([BOOT]);
    expect(JSON.stringify(data['interfaces'])).to.include('"__proto__":{');
    expect(({} as { mac?: string }).mac).to.equal(undefined);
  });

  it('fails when no card is usable', async () => {
    const failure = await failureOf(sort(withCards(card('eth0', null), {})));
    expect(failure).to.deep.equal([400, 'No interfaces supplied by the ramdisk']);
  });

  it('fails naming the cards when none is suitable', async () => {
    const failure = await failureOf(sort(withCards(card('eth7', WITH_IP))));
    expect(failure[0]).to.equal(400);
    expect(failure[1]).to.match(/^No suitable interfaces found in .*eth7.*52:54:00:00:00:02/);
  });

  it('then still describes the cards, so that look-up finds the node to report the failure on', async () => {
    const data = withCards(card('eth7', WITH_IP));
    const hook = await validateInterfaces.setup(createContext(validateInterfaces));
    const call = { signal: new AbortController().signal };
    expect(() => hook.beforeProcessing?.(data, call)).to.throw('No suitable interfaces found');
    expect(data['all_interfaces']).to.have.nested.property('eth7.mac', WITH_IP);
  });

  for (const [inventory, text] of [
    [null, 'Hardware inventory is empty or missing'],
    [[], 'Hardware inventory is empty or missing'],
    [{ interfaces: 'eth0' }, 'No network interfaces provided in the inventory'],
  ] as [Json, string][]) {
    it(`answers 400 to the inventory ${JSON.stringify(inventory)}`, async () => {
      expect(await failureOf(sort({ inventory }))).to.deep.equal([400, text]);
    });
  }

  it('refuses to start when every port would be deleted', () => {
    const context = createContext(validateInterfaces);
    const start = (addPorts: AddPorts, keepPorts: 'added' | 'present') => (): unknown => {
      const processing = { ...context.service.processing, addPorts, keepPorts };
      return validateInterfaces.setup({ ...context, service: { ...context.service, processing } });
    };
    expect(start('disabled', 'added'))
      .to.throw(
        'Configuration error: add_ports set to disabled and keep_ports set to added. Please change keep_ports to all.',
      )
      .with.property('code', 'INSP_CONFIG_INVALID');
    expect(start('disabled', 'present')).to.not.throw();
    expect(start('all', 'added')).to.not.throw();
  });

  it('shows the cards it cannot use with every digit', async () => {
    const failure = await failureOf(
      sort(withCards(card('eth0', BOOT, { client_id: 2n ** 64n, ipv4_address: 2n ** 64n })), 'active'),
    );
    expect(failure[1])
      .to.contain('No suitable interfaces found in')
      .and.contain('"client_id":18446744073709551616');
  });
});
