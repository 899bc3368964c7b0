import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { parseLldp } from '../src/parse.js';

/** What switches send, and what it means: records, facts. */
const EXAMPLES: [string, Json[], JsonObject][] = [
  ['a chassis known by its MAC', [[1, '0402005e001122']], { switch_chassis_id: '02:00:5e:00:11:22' }],
  [
    'a chassis known by its IPv6 address',
    [[1, '050220010db8000000000000000000000001']],
    { switch_chassis_id: '2001:db8::1' },
  ],
  ['a chassis known by its IPv4 address', [[1, '0501c000020a']], { switch_chassis_id: '192.0.2.10' }],
  [
    'a chassis known by an address that is a MAC',
    [[1, '050602005e001122']],
    { switch_chassis_id: '02:00:5e:00:11:22' },
  ],
  ['a chassis known by an address of another family', [[1, '0503abcd']], { switch_chassis_id: null }],
  [
    'a small IPv6 address in IPv6 form',
    [[1, '050200000000000000000000000000000001']],
    { switch_chassis_id: '::1' },
  ],
  [
    'a port known by its interface name',
    [[2, '0545746865726e6574312f34']],
    { switch_port_id: 'Ethernet1/4' },
  ],
  ['a port known by its MAC', [[2, '0302005E001122']], { switch_port_id: '02:00:5e:00:11:22' }],
  ['a port known by its address', [[2, '0401c000020a']], { switch_port_id: '192.0.2.10' }],
  [
    'descriptions and names',
    [
      [4, '557020'],
      [5, '7377c3a9'],
      [6, '4f5300'],
    ],
    { switch_port_description: 'Up ', switch_system_name: 'swé', switch_system_description: 'OS\u0000' },
  ],
  ['an empty text', [[5, '']], { switch_system_name: '' }],
  [
    'system capabilities',
    [[7, '00140010']],
    { switch_capabilities_support: ['Bridge', 'Router'], switch_capabilities_enabled: ['Router'] },
  ],
  [
    'a management address with more behind it',
    [[8, '0501c000020a020000000100']],
    { switch_mgmt_addresses: ['192.0.2.10'] },
  ],
  [
    'several management addresses, one of another family',
    [
      [8, '0501c000020a'],
      [8, '0703aabb'],
      [8, '110220010db8000000000000000000000001'],
      [8, '070602005e001122'],
    ],
    { switch_mgmt_addresses: ['192.0.2.10', '2001:db8::1', '02:00:5e:00:11:22'] },
  ],
  ['the untagged VLAN', [[127, '0080c2010064']], { switch_port_untagged_vlan_id: 100 }],
  [
    'protocol VLANs',
    [
      [127, '0080c20206000a'],
      [127, '0080c20202000b'],
    ],
    {
      switch_port_protocol_vlan_enabled: true,
      switch_port_protocol_vlan_support: true,
      switch_port_protocol_vlan_ids: [10, 11],
    },
  ],
  [
    'a protocol VLAN that is neither enabled nor supported',
    [[127, '0080c20201000c']],
    {
      switch_port_protocol_vlan_enabled: false,
      switch_port_protocol_vlan_support: false,
      switch_port_protocol_vlan_ids: [12],
    },
  ],
  [
    'named VLANs',
    [
      [127, '0080c203006404766f6970'],
      [127, '0080c20300c80464617461'],
    ],
    {
      switch_port_vlans: [
        { name: 'voip', id: 100 },
        { name: 'data', id: 200 },
      ],
    },
  ],
  [
    'a VLAN name with bytes behind it',
    [[127, '0080c203006402766f6970']],
    { switch_port_vlans: [{ name: 'vo', id: 100 }] },
  ],
  [
    'auto-negotiation',
    [[127, '00120f01030001001e']],
    {
      switch_port_autonegotiation_enabled: true,
      switch_port_autonegotiation_support: true,
      switch_port_physical_capabilities: ['1000BASE-T fdx'],
      switch_port_mau_type: '1000BASE-T full duplex',
    },
  ],
  [
    'auto-negotiation that is off, with the highest MAU type',
    [[127, '00120f010100000035']],
    {
      switch_port_autonegotiation_enabled: false,
      switch_port_autonegotiation_support: true,
      switch_port_physical_capabilities: [],
      switch_port_mau_type: '1000BASE-PX20U',
    },
  ],
  [
    'link aggregation under 802.3',
    [[127, '00120f030200000000']],
    {
      switch_port_link_aggregation_enabled: true,
      switch_port_link_aggregation_support: false,
      switch_port_link_aggregation_id: 0,
    },
  ],
  [
    'link aggregation under 802.1',
    [[127, '0080c20701ffffffff']],
    {
      switch_port_link_aggregation_enabled: false,
      switch_port_link_aggregation_support: true,
      switch_port_link_aggregation_id: 4294967295,
    },
  ],
  ['the largest frame', [[127, '00120f0405ee']], { switch_port_mtu: 1518 }],
  ['the management VLAN', [[127, '0080c2060fff']], { switch_port_management_vlan_id: 4095 }],
  [
    'protocol identities',
    [
      [127, '0080c20404888e0101'],
      [127, '0080C20402888EFF'],
    ],
    { switch_protocol_identities: ['888e0101', '888e'] },
  ],
  [
    'records that say nothing',
    [
      [0, ''],
      [3, '0078'],
      [9, 'ff'],
      [126, ''],
      [127, '0080c2ff00'],
      [127, '00120f0200'],
    ],
    {},
  ],
];

describe('LLDP records', () => {
  for (const [title, tlvs, facts] of EXAMPLES) {
    it(`read ${title}`, () => {
      expect(parseLldp(tlvs)).to.deep.equal({ processed: facts, problems: [] });
    });
  }

  for (const subtype of [1, 2, 3, 6, 7]) {
    it(`read a chassis of subtype ${subtype} as text`, () => {
      expect(parseLldp([[1, `0${subtype}7331`]]).processed).to.deep.equal({ switch_chassis_id: 's1' });
    });
  }
  for (const subtype of [1, 2, 5, 7]) {
    it(`read a port of subtype ${subtype} as text`, () => {
      expect(parseLldp([[2, `0${subtype}7031`]]).processed).to.deep.equal({ switch_port_id: 'p1' });
    });
  }

  it('count from the first of several with one meaning', () => {
    const tlvs = [
      [5, '61'],
      [127, '0080c2010001'],
      [5, '62'],
      [127, '0080c2010002'],
    ];
    expect(parseLldp(tlvs).processed).to.deep.equal({
      switch_system_name: 'a',
      switch_port_untagged_vlan_id: 1,
    });
  });

  it('of an organisation count before any other record', () => {
    expect(
      parseLldp([
        [127, '00120f0405ee'],
        [5, '61'],
      ]).processed,
    ).to.deep.equal({
      switch_port_mtu: 1518,
      switch_system_name: 'a',
    });
  });
});
