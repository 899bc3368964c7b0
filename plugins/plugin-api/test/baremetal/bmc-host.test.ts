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
    ['drops the port of a host without scheme', { redfish_address: '192.0.2.6:8443' }, '192.0.2.6'],
    ['drops the port behind brackets', { redfish_address: '[2001:DB8::8]:8443' }, '2001:db8::8'],
    [
      'drops the port of a name, in every field',
      { ipmi_address: 'BMC-7.example.com:623' },
      'bmc-7.example.com',
    ],
    ['drops path and user without scheme', { redfish_address: 'op@192.0.2.6/redfish//v1' }, '192.0.2.6'],
    ['takes a URL with any scheme', { redfish_address: 'redfish+https://192.0.2.6/a//b' }, '192.0.2.6'],
    [
      'accepts an IPv6 address in a URL without brackets',
      { redfish_address: 'https://2001:db8::8/' },
      '2001:db8::8',
    ],
    ['knows none in a number of colons that is no address', { redfish_address: '7:8443:9' }, undefined],
    ['drops the zone of an IPv6 address', { ilo_address: 'fe80::1%eth0' }, 'fe80::1'],
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
