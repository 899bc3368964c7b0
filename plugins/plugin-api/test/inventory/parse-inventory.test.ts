import { expect } from 'chai';
import { InspectorError } from '../../src/index.js';
import { inventoryText, parseInventory } from '../../src/inventory/index.js';

/** What is said about a text that cannot be read. */
function fault(source: string | Uint8Array): string {
  try {
    parseInventory(source, '/etc/x.json');
  } catch (error) {
    if (!InspectorError.is(error)) throw error;
    expect(error.code).to.equal('INSP_INVENTORY_CORRUPT');
    expect(error.message).to.match(/^The inventory in \/etc\/x\.json /);
    return error.message.replace('The inventory in /etc/x.json ', '');
  }
  throw new Error('it was read');
}

describe('parseInventory', () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ['an empty file', '', 'cannot be read: line 1, column 1, at $: it is empty'],
    ['blanks', ' \n\n', 'cannot be read: line 3, column 1, at $: it is empty'],
    ['false', 'false', 'is a boolean and not a JSON object'],
    ['a list', '[]', 'is a list and not a JSON object'],
    ['null', 'null', 'is null and not a JSON object'],
    [
      'a truncated file',
      '{\n  "a": {"b": [1,',
      'line 2, column 17, at a.b[1]: the text ends where a value should be',
    ],
    [
      'a missing comma',
      '{"a": 1 "b": 2}',
      'line 1, column 9, at a: "," or "}" should be here, and not "\\""',
    ],
    ['a comma too many', '{"a": [1,]}', 'column 10, at a[1]: a value should be here, and not "]"'],
    ['a comment', '{} # x', 'column 4, at $: there is something after the end'],
    ['NaN', '{"a": NaN}', 'column 7, at a: a value should be here, and not "N"'],
    ['a number with a zero in front', '{"a": 012}', 'column 8, at a: this is no number'],
    ['a number that does not end', '{"a": 1.}', 'column 8, at a: this is no number'],
    ['a single sign', '{"a": -}', 'column 7, at a: this is no number'],
    ['an open string', '{"a": "x', 'column 9, at a: the text ends within a string'],
    [
      'a line break in a string',
      '{"a": "x\ny"}',
      'column 9, at a: a string holds a control character that is not escaped',
    ],
    ['a wrong escape', '{"a": "\\x"}', 'column 8, at a: a string holds a backslash that begins no escape'],
    ['a short escape', '{"a": "\\u12"}', 'column 8, at a: a string holds a backslash that begins no escape'],
    [
      'a name without quotes',
      '{a: 1}',
      'column 2, at $: a name in double quotes should be here, and not "a"',
    ],
    [
      'a second name without quotes',
      '{"x": {"a": 1, b: 2}}',
      'column 16, at x: a name in double quotes should be here, and not "b"',
    ],
    ['a name twice', '{"a": 1,\n "a": 2}', 'line 2, column 2, at a: the name is there twice in this object'],
    [
      'a name twice, once escaped',
      '{"x": {"a": 1, "\\u0061": 2}}',
      'column 16, at x.a: the name is there twice',
    ],
    ['an integer that nobody can mean', `{"a": ${'9'.repeat(5000)}}`, 'more than 4300 digits'],
    ['endless nesting', '{"a":'.repeat(100_000), 'it is nested deeper than 512 levels'],
  ];
  for (const [what, text, said] of wrong) {
    it(`says where ${what} is`, () => {
      expect(fault(text)).to.include(said);
    });
  }

  it('says where a text stops being UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('{\n "ä\ufffd": "'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    expect(fault(bytes)).to.equal('cannot be read: line 2, column 9: this is not UTF-8');
    expect(fault(Buffer.from([0x7b, 0xe2, 0x82]))).to.contain('line 1, column 2: this is not UTF-8');
  });

  it('counts a character beyond the basic plane as one column', () => {
    expect(fault('{"\u{1f600}": x}')).to.include('line 1, column 7, at ["\u{1f600}"]');
  });

  it('reads UTF-8 with and without a byte order mark', () => {
    const text = '{"ö": {"hosts": []}}';
    for (const bytes of [text, `\ufeff${text}`, Buffer.from(text), Buffer.from(`\ufeff${text}`)]) {
      expect(parseInventory(bytes, 'x')).to.deep.equal({ ö: { hosts: [] } });
    }
  });

  it('keeps what numbers were', () => {
    const numbers = ['18446744073709551616', '1.0', '-0', '1e400', '0.10', '1E5', '12'];
    const text = `{"x": [${numbers.join(', ')}], "y": 1.0}`;
    expect(inventoryText(parseInventory(text, 'x')).replace(/\s+/g, '')).to.equal(text.replace(/\s+/g, ''));
  });

  it('takes names of prototypes as names', () => {
    const text = '{"__proto__": {"constructor": {"vars": {"toString": 1}}}, "constructor": {}}';
    const document = parseInventory(text, 'x');
    expect(Object.keys(document)).to.have.members(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(document)).to.equal(Object.prototype);
  });
});
