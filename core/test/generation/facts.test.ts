import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { factsOf } from '../../src/generation/facts.js';
import { machine, source, uuid } from './sources.js';

const real = (name: string): JsonObject =>
  JSON.parse(
    readFileSync(new URL(`../../../test/fixtures/inventories/${name}.json`, import.meta.url), 'utf8'),
  ) as JsonObject;

describe('the facts of a node', () => {
  it('are what data, node and ports say', () => {
    const facts = factsOf(
      source('a', {
        name: 'web-1',
        node: {
          uuid: uuid('a'),
          properties: { capabilities: 'boot_mode:uefi,cpu_vt:true, x , $:1' },
          traits: ['HW_B', 'HW_A', 'HW_B'],
          driver_info: { ipmi_password: 'secret' },
        },
        ports: [{ physical_network: 'net2' }, { physical_network: null }, { physical_network: 'net1' }],
      }),
    );
    expect(facts).to.deep.equal({
      node_uuid: uuid('a'),
      state: 'finished',
      finished_at: '2031-02-03T04:05:06',
      bmc_address: '198.51.100.7',
      cpus: 8,
      cpu_arch: 'x86_64',
      cpu_model: 'Xeon',
      memory_mb: 16384,
      local_gb: 99,
      root_disk: { name: '/dev/sda', size_gb: 100, serial: 'S1', wwn: '0x5000', model: 'Disk' },
      vendor: 'Dell Inc.',
      product: 'R640',
      serial: 'ABC123',
      interfaces: [{ name: 'eth0', mac: '52:54:00:00:00:01', ips: ['192.0.2.1'], has_carrier: true }],
      macs: ['52:54:00:00:00:01'],
      boot_mac: '52:54:00:00:00:01',
      boot_mode: 'uefi',
      capabilities: { boot_mode: 'uefi', cpu_vt: 'true' },
      traits: ['HW_A', 'HW_B'],
      physnets: ['net1', 'net2'],
    });
  });

  it('have the switch of a network card, and its VLANs in order', () => {
    const data = {
      ...machine(),
      all_interfaces: {
        eth1: { mac: '52:54:00:00:00:02', ip: null },
        eth0: {
          mac: '52:54:00:00:00:01',
          ip: '2001:DB8::1',
          lldp_processed: {
            switch_system_name: 'tor-1',
            switch_port_id: 'Ethernet1/7',
            switch_port_vlans: [{ id: 200, name: 'b' }, { id: 30, name: 'a' }, { id: 'x' }, { id: 9999 }],
            switch_port_untagged_vlan_id: 10,
          },
        },
      },
    };
    expect(factsOf(source('a', { data }))['interfaces']).to.deep.equal([
      {
        name: 'eth0',
        mac: '52:54:00:00:00:01',
        ips: ['192.0.2.1', '2001:db8::1'],
        has_carrier: true,
        switch: 'tor-1',
        switch_port: 'Ethernet1/7',
        vlans: [10, 30, 200],
      },
      { name: 'eth1', mac: '52:54:00:00:00:02' },
    ]);
  });

  it('are few where little is known, and never null', () => {
    expect(factsOf(source('a', { data: {}, finishedAt: null }))).to.deep.equal({
      node_uuid: uuid('a'),
      state: 'finished',
    });
  });

  it('have no serial that makers give to every machine', () => {
    for (const serial of ['', ' ', 'To Be Filled By O.E.M.', '0000-0000', 'N/A', 'xxxx', 7]) {
      const data = machine();
      data['inventory'] = { system_vendor: { serial_number: serial } };
      expect(factsOf(source('a', { data })), String(serial)).to.not.have.property('serial');
    }
  });

  it('are small, whatever a machine posts', () => {
    const many = Array.from({ length: 5000 }, (_, index): [string, JsonObject] => [
      `e${String(index)}`,
      {
        mac: `02:00:00:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`,
      },
    ]);
    const data = {
      ...machine(),
      all_interfaces: Object.fromEntries(many),
      cpu_arch: 'x'.repeat(100_000),
      memory_mb: -5,
      local_gb: { a: 1 },
      root_disk: 'x',
    };
    const facts = factsOf(
      source('a', { data, node: { uuid: uuid('a'), traits: many.map(([name]) => name) } }),
    );
    expect(JSON.stringify(facts).length).to.be.below(20_000);
    expect(facts).to.not.have.any.keys('memory_mb', 'local_gb', 'root_disk');
    expect(facts['cpu_arch']).to.equal('x86_64');
  });

  it('can be made of what real machines post', () => {
    const kvm = factsOf(source('a', { data: real('kvm-2nic-extra-hardware') }));
    expect(kvm).to.include({
      cpu_arch: 'x86_64',
      cpus: 4,
      memory_mb: 16384,
      vendor: 'Red Hat',
      boot_mode: 'bios',
    });
    expect(kvm).to.not.have.any.keys('bmc_address', 'serial');
    expect(factsOf(source('a', { data: real('dell-m630-bios') }))).to.include({ product: 'PowerEdge M630' });
  });
});
