import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { disk, find } from './find.js';

const twoSizes = [disk('small', 100, { rotational: true }), disk('large', 931.5, { rotational: false })];

describe('root device hints', () => {
  const rows: [string, Json, JsonObject[], string[]][] = [
    ['"=" on a size means at least', { size: '= 100' }, twoSizes, ['small', 'large']],
    ['">=" on a size', { size: '>= 100' }, twoSizes, ['small', 'large']],
    ['">" on a size', { size: '> 100' }, twoSizes, ['large']],
    ['"<" on a size', { size: '< 100' }, twoSizes, []],
    ['"<=" on a size', { size: '<=100' }, twoSizes, ['small']],
    ['"!=" on a size', { size: '!= 100' }, twoSizes, ['large']],
    ['"==" on a size', { size: '== 100' }, twoSizes, ['small']],
    ['a size without operator, as number', { size: 100 }, twoSizes, ['small']],
    ['a size without operator, as text', { size: ' 100 ' }, twoSizes, ['small']],
    ['sizes are not rounded', { size: 931 }, twoSizes, []],
    ['alternatives of a size', { size: '<or> 50 <or> 100' }, twoSizes, ['small']],
    ['a disk without size', { size: '> 1' }, [{ name: 'nosize' }, disk('sized', 2)], ['sized']],
    ['a disk whose size is a text', { size: '> 1' }, [{ name: 'odd', size: '99999999999' }], []],
    [
      'a size beyond what a number holds exactly',
      { size: '> 100000000' },
      [{ name: 'huge', size: 2n ** 64n }, disk('small', 1)],
      ['huge'],
    ],
    [
      'a text that is a number of many digits',
      { wwn: '18446744073709551616' },
      [{ name: 'a', wwn: 2n ** 64n }],
      ['a'],
    ],
    ['a flag that is one', { rotational: true }, [{ name: 'a', rotational: 2n ** 64n }], []],
    ['all hints have to match', { size: '>= 100', rotational: false }, twoSizes, ['large']],
    [
      'texts compare in lower case',
      { model: 'Samsung SSD 970' },
      [disk('a', 1, { model: ' SAMSUNG SSD 970 ' }), disk('b', 1, { model: 'Samsung SSD 970 EVO' })],
      ['a'],
    ],
    [
      'alternatives of a text',
      { name: '<or> /dev/sdb <or> /dev/nvme0n1' },
      [disk('/dev/sda', 1), disk('/dev/nvme0n1', 1)],
      ['/dev/nvme0n1'],
    ],
    [
      'alternatives hold blanks',
      { model: '<or> foo bar <or> baz' },
      [disk('a', 1, { model: 'foo bar' }), disk('b', 1, { model: 'foo' }), disk('c', 1, { model: 'BAZ' })],
      ['a', 'c'],
    ],
    ['a part of a text', { hctl: '<in> 0:0' }, [disk('a', 1, { hctl: '1:0:0:0' })], ['a']],
    ['a part that is not there', { hctl: '<in> 2:0' }, [disk('a', 1, { hctl: '1:0:0:0' })], []],
    [
      'an absent text counts as "none"',
      { vendor: 's!= ATA' },
      [disk('a', 1, { vendor: 'ATA' }), disk('b', 1, { vendor: null }), disk('c', 1)],
      ['b', 'c'],
    ],
    ['"none" can be asked for', { wwn: 'None' }, [disk('a', 1), disk('b', 1, { wwn: '0x5' })], ['a']],
    ['an empty text disqualifies', { vendor: 's!= ATA' }, [disk('a', 1, { vendor: ' ' })], []],
    ['"s==" on a text', { serial: 's== A1' }, [disk('a', 1, { serial: 'a1' }), disk('b', 1)], ['a']],
    ['"s<" on a text', { serial: 's< b' }, ['a', 'b', 'c'].map((s) => disk(s, 1, { serial: s })), ['a']],
    [
      '"s<=" on a text',
      { serial: 's<=b' },
      ['a', 'b', 'c'].map((s) => disk(s, 1, { serial: s })),
      ['a', 'b'],
    ],
    ['"s>" on a text', { serial: 's>b' }, ['a', 'b', 'c'].map((s) => disk(s, 1, { serial: s })), ['c']],
    [
      '"s>=" on a text',
      { serial: 's>= b' },
      ['a', 'b', 'c'].map((s) => disk(s, 1, { serial: s })),
      ['b', 'c'],
    ],
    [
      'a numeric operator on texts of digits',
      { serial: '>= 10' },
      [disk('a', 1, { serial: '9' }), disk('b', 1, { serial: '10' })],
      ['b'],
    ],
    ['a number where a text is expected', { serial: '12' }, [disk('a', 1, { serial: 12 })], ['a']],
    ['words for false', { rotational: 'No' }, twoSizes, ['large']],
    ['words for true', { rotational: 'on' }, twoSizes, ['small']],
    ['0 and 1 for a flag', { rotational: 1 }, [disk('a', 1, { rotational: 't' })], ['a']],
    [
      'a disk that does not say',
      { rotational: false },
      [disk('a', 1), disk('b', 1, { rotational: 'maybe' })],
      [],
    ],
    [
      'the bus of a disk',
      { tran: 's== NVMe' },
      [disk('a', 1, { tran: 'usb' }), disk('b', 1, { tran: 'nvme' })],
      ['b'],
    ],
    [
      'one of several values',
      { serial: 's== B' },
      [disk('a', 1, { serial: ['a', null, ' '] }), disk('b', 1, { serial: ['a', 'b'] })],
      ['b'],
    ],
    [
      'a list without values disqualifies',
      { wwn: 's!= x' },
      [disk('a', 1, { wwn: [null, ''] }), disk('b', 1, { wwn: [] })],
      [],
    ],
    ['no hints match nothing', {}, twoSizes, []],
  ];
  for (const [title, hints, disks, names] of rows) {
    it(`${title}: ${JSON.stringify(hints)}`, () => {
      expect(find(hints, disks)).to.deep.equal(names);
    });
  }

  for (const attribute of [
    'wwn',
    'serial',
    'wwn_with_extension',
    'wwn_vendor_extension',
    'hctl',
    'by_path',
    'vendor',
    'tran',
  ]) {
    it(`compares ${attribute} with the attribute of that name`, () => {
      const disks = [disk('a', 1, { [attribute]: 'X-1' }), disk('b', 1, { [attribute]: 'X-2' })];
      expect(find({ [attribute]: 'x-2' }, disks)).to.deep.equal(['b']);
    });
  }

  for (const [wanted, words] of [
    [true, ['1', 't', 'true', 'on', 'y', 'yes', 'YES ', true, 1]],
    [false, ['0', 'f', 'false', 'off', 'n', 'no', ' Off', false, 0]],
  ] as [boolean, Json[]][]) {
    for (const word of words) {
      it(`reads ${JSON.stringify(word)} as ${String(wanted)}, in a hint and on a disk`, () => {
        const disks = [disk('a', 1, { rotational: !wanted }), disk('b', 1, { rotational: word })];
        expect(find({ rotational: word }, disks)).to.deep.equal(['b']);
      });
    }
  }

  it('warns about a disk it passes over for an empty or unreadable attribute', () => {
    const warnings: string[] = [];
    find({ vendor: 'ATA' }, [disk('a', 1, { vendor: '' })], warnings);
    find({ rotational: true }, [disk('a', 1, { rotational: 'maybe' })], warnings);
    expect(warnings).to.have.length(2);
    expect(warnings[0]).to.include('empty');
    expect(warnings[1]).to.include('unreadable');
  });

  it('says nothing about a disk that just is another one', () => {
    const warnings: string[] = [];
    expect(find({ vendor: 'ATA' }, [disk('a', 1, { vendor: 'HP' })], warnings)).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
  });
});
