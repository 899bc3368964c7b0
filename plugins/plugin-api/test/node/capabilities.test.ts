import { expect } from 'chai';
import { InspectorError } from '../../src/errors/inspector-error.js';
import { mergeCapabilities } from '../../src/node/capabilities.js';

describe('mergeCapabilities', () => {
  const rows: [string, unknown, Record<string, string | null>, string][] = [
    ['starts from nothing', undefined, { a: '1' }, 'a:1'],
    ['starts from an empty text', '', { a: '1' }, 'a:1'],
    ['appends what is new', 'boot_mode:uefi', { profile: 'big' }, 'boot_mode:uefi,profile:big'],
    ['replaces in place', 'a:1,b:2', { a: '3' }, 'a:3,b:2'],
    ['removes with null', 'a:1,b:2', { a: null }, 'b:2'],
    ['keeps the last of two with one key', 'a:1,b:5,a:2', { c: '3' }, 'a:2,b:5,c:3'],
    ['replaces both of two with one key', 'a:1,b:5,a:2', { a: '3' }, 'a:3,b:5'],
    ['removes both of two with one key', 'a:1,b:5,a:2', { a: null }, 'b:5'],
    ['keeps an item without colon', 'odd,a:1', { b: '2' }, 'odd,a:1,b:2'],
    ['splits at the first colon only', 'url:http://x', { a: '1' }, 'url:http://x,a:1'],
    ['ignores a value that is no text', 5, { a: '1' }, 'a:1'],
  ];
  for (const [what, text, changes, expected] of rows) {
    it(what, () => expect(mergeCapabilities(text, changes)).to.equal(expected));
  }

  for (const changes of [{ size: 'a,secure_boot:true' }, { 'size:a,secure_boot': 'true' }] as Record<
    string,
    string
  >[]) {
    it(`lets ${JSON.stringify(changes)} not become a second capability`, () => {
      expect(() => mergeCapabilities('boot_mode:uefi', changes)).to.throw(
        InspectorError,
        'a comma begins another capability',
      );
    });
  }

  it('shows a part of a long value it refuses', () => {
    const value = `${'x'.repeat(100_000)},`;
    expect(() => mergeCapabilities('', { a: value }))
      .to.throw(InspectorError)
      .with.property('message')
      .with.length.below(300);
  });
});
