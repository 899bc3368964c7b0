import { expect } from 'chai';
import type { JsonObject } from '../../src/index.js';
import { hardwareIdentity, identityScore, isSerial, SAME_MACHINE } from '../../src/ramdisk-data/index.js';

const data = (parts: JsonObject, extra: JsonObject = {}): JsonObject => ({ inventory: parts, extra });
const cards = (...macs: string[]): JsonObject => ({ interfaces: macs.map((mac) => ({ mac_address: mac })) });
const vendor = (serial: unknown, manufacturer = 'Dell'): JsonObject => ({
  system_vendor: { serial_number: serial as string, manufacturer },
});

describe('isSerial', () => {
  it('knows what makers write where they have no serial', () => {
    const junk = [
      '',
      '  ',
      'None',
      'TO BE FILLED BY O.E.M.',
      'Default string',
      '0',
      '000-000',
      'XXXX',
      'System Serial Number',
      5,
      null,
    ];
    expect(junk.filter(isSerial)).to.deep.equal([]);
    expect(['ABC123', 'CZ3 00-11', '00A', 'Nonesuch'].every(isSerial)).to.equal(true);
  });
});

describe('hardwareIdentity', () => {
  it('is made of board, serial, disks and network cards', () => {
    const found = hardwareIdentity(
      data(
        {
          ...vendor(' AbC '),
          interfaces: [
            { mac_address: '52:54:00:00:00:02' },
            { mac_address: '52:54:00:00:00:01' },
            { mac_address: '00:00:00:00:00:00' },
            {},
          ],
          disks: [{ serial: 'D1', wwn: '0x5', wwn_with_extension: '0x5A' }, { serial: 'none' }],
        },
        { system: { product: { uuid: '9408BBC8-0510-4451-ACD3-05E2FD7B4181' } } },
      ),
    );
    expect(found).to.deep.equal({
      systemUuid: '9408bbc8-0510-4451-acd3-05e2fd7b4181',
      serial: 'dell abc',
      disks: ['0x5a', 'd1'],
      macs: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
    });
  });

  it('is empty for data that say nothing', () => {
    for (const nothing of [
      {},
      data(vendor('Not Specified')),
      data({ system_vendor: 'x' }),
      { inventory: [] as never },
    ]) {
      expect(hardwareIdentity(nothing)).to.deep.equal({ disks: [], macs: [] });
    }
  });
});

describe('identityScore', () => {
  const score = (left: JsonObject, right: JsonObject): number =>
    identityScore(hardwareIdentity(left), hardwareIdentity(right));

  it('recognises a machine by its board, its serial, or several of its cards', () => {
    const board = data({}, { system: { product: { uuid: '9408bbc8-0510-4451-acd3-05e2fd7b4181' } } });
    expect(score(board, board)).to.be.at.least(SAME_MACHINE);
    expect(score(data(vendor('A1')), data(vendor('a1')))).to.be.at.least(SAME_MACHINE);
    const three = data(cards('00:1b:21:00:00:01', '00:1b:21:00:00:02', '00:1b:21:00:00:03'));
    expect(score(three, three)).to.be.at.least(SAME_MACHINE);
  });

  it('does not take a moved card or disk, a chosen MAC, or the serial of another maker for a machine', () => {
    const one = data(cards('00:1b:21:00:00:01', '02:00:00:00:00:01', '02:00:00:00:00:02'));
    expect(score(one, one)).to.be.below(SAME_MACHINE);
    const disk = data({ disks: [{ serial: 'D1', wwn: '0x5' }] });
    expect(score(disk, disk)).to.be.below(SAME_MACHINE);
    expect(score(data(vendor('A1')), data(vendor('A1', 'HPE')))).to.equal(0);
    expect(score(data({}), data({}))).to.equal(0);
  });

  it('counts no UUID that firmware has from its maker', () => {
    const unset = data({}, { system: { product: { uuid: '03000200-0400-0500-0006-000700080009' } } });
    expect(score(unset, unset)).to.equal(0);
  });
});
