import { expect } from 'chai';
import { InspectorError, thrownClass, thrownText } from '../../src/index.js';

class DiskError extends Error {}

describe('what was thrown', () => {
  const cases: readonly (readonly [what: string, thrown: unknown, name: string, text: string])[] = [
    ['an error', new DiskError('sda is gone'), 'DiskError', 'sda is gone'],
    ['a coded error', new InspectorError('INSP_UNEXPECTED', 'no disk'), 'InspectorError', 'no disk'],
    ['an error without a text', new Error(), 'Error', ''],
    ['a text', 'sda is gone', 'string', 'sda is gone'],
    ['a number', 5, 'number', '5'],
    ['nothing', undefined, 'undefined', 'undefined'],
    ['null', null, 'object', 'null'],
    ['an object', { toString: () => 'gone' }, 'Object', 'gone'],
    ['an object without a prototype', Object.create(null), 'Object', 'something of the type Object'],
    ['an object that has no text', { toString: () => ({}) }, 'Object', 'something of the type Object'],
  ];
  for (const [what, thrown, name, text] of cases) {
    it(`names and shows ${what}`, () => {
      expect([thrownClass(thrown), thrownText(thrown)]).to.deep.equal([name, text]);
    });
  }
});
