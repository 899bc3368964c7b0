import { expect } from 'chai';
import { bmcHostOf } from '../../src/baremetal/bmc-host.js';

const FIELDS = ['redfish_address', 'ilo_address'];

describe('bmcHostOf', () => {
  const rows: [string, unknown, string | undefined][] = [
    ['reads a plain address', { ipmi_address: '192.0.2.3' }, '192.0.2.3'],
    [
      'reads ipmi_address before the configured fields',
      { redfish_address: '192.0.2.4', ipmi_address: '192.0.2.3' },
      '192.0.2.3',
    ],
    [
      'reads the configured fields in their order',
      { ilo_address: '192.0.2.5', redfish_address: '192.0.2.4' },
      '192.0.2.4',
    ],
    ['does not read other fields', { drac_host: '192.0.2.5' }, undefined],
    [
      'passes over empty fields',
      { ipmi_address: '', redfish_address: null, ilo_address: '192.0.2.5' },
      '192.0.2.5',
    ],
    [
      'stops at the first set field even if it is useless',
      { ipmi_address: ['x'], ilo_address: '192.0.2.5' },
      undefined,
    ],
    ['takes the host of a URL', { redfish_address: 'https://192.0.2.3/redfish/v1' }, '192.0.2.3'],
    [
      'takes a bracketed host of a URL',
      { redfish_address: 'https://[2001:DB8::5]:8443/redfish' },
      '2001:db8::5',
    ],
    [
      'drops user and port of a URL',
      { redfish_address: 'https://op:p@ss@BMC-7.example.com:443?x=/1' },
      'bmc-7.example.com',
    ],
    ['accepts brackets outside a URL', { ipmi_address: '[2001:db8::5]' }, '2001:db8::5'],
    ['knows none in a URL without host', { redfish_address: 'https:///redfish' }, undefined],
    ['takes the host of a URL without scheme', { ipmi_address: '//192.0.2.3:623/x' }, '192.0.2.3'],
    [
      'passes over fields that are false or empty',
      { ipmi_address: false, redfish_address: [], ilo_address: 'b' },
      'b',
    ],
    ['keeps a host name', { ipmi_address: 'BMC-7.example.com' }, 'bmc-7.example.com'],
    ['knows none behind a bridge', { ipmi_bridging: 'single', ipmi_address: '192.0.2.3' }, undefined],
    ['reads the address without bridge', { ipmi_bridging: 'no', ipmi_address: '192.0.2.3' }, '192.0.2.3'],
    ['knows none in an empty driver_info', {}, undefined],
    ['knows none in what is no object', null, undefined],
  ];
  for (const [title, driverInfo, expected] of rows) {
    it(title, () => {
      expect(bmcHostOf(driverInfo, FIELDS)).to.equal(expected);
    });
  }
});
