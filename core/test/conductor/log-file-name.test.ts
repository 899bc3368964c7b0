import { expect } from 'chai';
import { logFileName } from '../../src/conductor/ramdisk-logs.js';
import { formatTime } from '../../src/conductor/strftime.js';

const TIME = new Date('2031-02-03T04:05:06.789Z');
const DATA = { boot_interface: '01-52-54-00-AA-BB-CC', inventory: { bmc_address: '192.0.2.7' } };

describe('the name of a log file', () => {
  const names: [string, string | undefined][] = [
    ['{uuid}_{dt:%Y%m%d-%H%M%S.%f}.tar.gz', 'node-1_20310203-040506.789000.tar.gz'],
    ['{mac}-{bmc}', '525400aabbcc-192.0.2.7'],
    ['{dt}', '2031-02-03 04:05:06.789000'],
    ['{dt:}x', 'x'],
    ['{other}', '{other}'],
    ['sub/{uuid}', undefined],
    ['..', undefined],
    ['.', undefined],
    ['{dt:}', undefined],
    ['a\\b', undefined],
    ['a\0b', undefined],
  ];
  for (const [format, expected] of names) {
    it(`is ${String(expected)} for ${JSON.stringify(format)}`, () => {
      expect(logFileName(format, DATA, 'node-1', TIME)).to.equal(expected);
    });
  }

  it('says unknown for what is unknown', () => {
    expect(logFileName('{uuid} {mac} {bmc}', {}, undefined, TIME)).to.equal('unknown unknown unknown');
  });

  for (const mac of ['../../etc/passwd', '/etc/passwd', 'a/b', '..', 'x\0']) {
    it(`does not follow a boot interface ${JSON.stringify(mac)}`, () => {
      expect(logFileName('{mac}', { boot_interface: mac }, 'node-1', TIME)).to.equal(undefined);
    });
  }
});

describe('times in file names', () => {
  const directives: [string, string][] = [
    ['%Y', '2031'],
    ['%y', '31'],
    ['%m', '02'],
    ['%d', '03'],
    ['%H', '04'],
    ['%M', '05'],
    ['%S', '06'],
    ['%f', '789000'],
    ['%j', '034'],
    ['%s', String(Date.UTC(2031, 1, 3, 4, 5, 6) / 1000)],
    ['%%Y', '%Y'],
    ['%Q', '%Q'],
    ['%', '%'],
  ];
  for (const [directive, expected] of directives) {
    it(`show ${expected} for ${directive}`, () => {
      expect(formatTime(TIME, directive)).to.equal(expected);
    });
  }

  it('count the last day of a leap year as 366', () => {
    expect(formatTime(new Date('2032-12-31T23:59:59.999Z'), '%j')).to.equal('366');
  });
});
