import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { disk, refusal } from './find.js';

const VALID =
  'size, model, wwn, serial, vendor, wwn_with_extension, wwn_vendor_extension, name, rotational, hctl, by_path, tran';

describe('refused root device hints', () => {
  const rows: [Json, string, JsonObject[]?][] = [
    [
      { color: 'red', model: 'x', shape: 1 },
      `The hints "color, shape" are invalid. Valid hints are: "${VALID}"`,
    ],
    [{ model: 5 }, 'Root device hint "model" is not a string value. Hint expression: 5'],
    [{ name: null }, 'Root device hint "name" is not a string value. Hint expression: null'],
    [{ size: 'big' }, 'Root device hint "size" is not an integer value. Current value: big'],
    [{ size: '> 1.5' }, 'Root device hint "size" is not an integer value. Current value: > 1.5'],
    [{ size: true }, 'Root device hint "size" is not an integer value. Current value: true'],
    [
      { size: '<or> 5 <or> x' },
      'Root device hint "size" is not an integer value. Current value: <or> 5 <or> x',
    ],
    [{ size: 0 }, 'Root device hint "size" should be a positive integer. Current value: 0'],
    [{ size: '> -5' }, 'Root device hint "size" should be a positive integer. Current value: > -5'],
    [{ size: '' }, 'Root device hint "size" expression is empty'],
    [{ size: '>=' }, 'Root device hint "size" expression is empty'],
    [{ model: '  ' }, 'Root device hint "model" expression is empty'],
    [{ model: '<or> <or> ' }, 'Root device hint "model" expression is empty'],
    [{ rotational: 'maybe' }, 'Root device hint "rotational" is not a Boolean value. Current value: maybe'],
    [{ rotational: null }, 'Root device hint "rotational" is not a Boolean value. Current value: null'],
    [{ size: 's== 5' }, 'Root device hint "size" is a number and cannot use the operator "s=="'],
    [{ size: '<in> 5' }, 'Root device hint "size" is a number and cannot use the operator "<in>"'],
    [{ model: '<all-in> a b' }, 'Root device hint "model" cannot use the operator "<all-in>"'],
    [{ model: '>= abc' }, 'Root device hint "model" uses the operator ">="'],
    [{ model: '>= 5' }, '"samsung" is not a number', [disk('a', 1, { model: 'Samsung' })]],
    ['sda', 'Root device hints should be an object of hints. Current value: sda'],
    [[{ size: 1 }], 'Root device hints should be an object of hints'],
  ];
  for (const [hints, text, disks] of rows) {
    it(`refuses ${JSON.stringify(hints)}`, () => {
      expect(refusal(hints, disks)).to.include(text);
    });
  }

  it('does not take names of the object prototype for hints', () => {
    expect(refusal(JSON.parse('{"__proto__": "x"}') as Json)).to.include('"__proto__" are invalid');
    expect(refusal({ constructor: 'x' })).to.include('"constructor" are invalid');
  });
});
