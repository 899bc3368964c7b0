import { expect } from 'chai';
import { compileSearch, compileWholeMatch } from '../../src/rule-values/regex/expression.js';

describe('regular expressions', () => {
  const whole: [expression: string, text: string, result: boolean][] = [
    ['abc', 'abc', true],
    ['abc', 'xabc', false],
    ['abc', 'abcx', false],
    ['abc', 'abc\n', true],
    ['abc$', 'abc', true],
    ['abc$', 'abc\n', true],
    ['abc$', 'abc\n\n', false],
    ['^abc$', 'abc', true],
    ['ab|z', 'ab', true],
    ['ab|z', 'abz', false],
    ['', '', true],
    ['', 'a', false],
    ['(?P<vendor>Dell|HP) .*', 'Dell R640', true],
    ['(?i)dell.*', 'DELL R640', true],
    ['(?i:dell) R', 'DELL R', true],
    ['(?i:dell) R', 'DELL r', false],
    ['(?:a|b)+', 'abab', true],
    ['\\d{2,3}', '123', true],
    ['\\d{,2}', '', true],
    ['\\d{,2}', '123', false],
    ['\\w+\\s\\S+\\D\\W', 'ab c-x.', true],
    ['\\w', 'é', true],
    ['(?a)\\w', 'é', false],
    ['\\s', '\u00a0', true],
    ['\\Aab\\Z', 'ab', true],
    ['\\Aab\\Z', 'ab\n', false],
    ['a\\bc', 'ac', false],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['(?x) a b # comment\n c', 'abc', true],
    ['a(?#comment)b', 'ab', true],
    ['[]a]+', ']a', true],
    ['[^]a]', 'b', true],
    ['[[:alpha:]]', 'a:]', false],
    ['[[:alpha:]]', ':]', true],
    ['[\\d_-]+', '1_-', true],
    ['[\\b]', '\b', true],
    ['\\x41\\u0042\\U00000043\\104', 'ABCD', true],
    ['\\.\\-\\/\\é', '.-/é', true],
    ['a\\.b', 'a.b', true],
    ['a\\.b', 'a.', false],
    ['[\\101]', 'A', true],
    ['[\\w]', 'é', true],
    ['[\\s]', '\u00a0', true],
    ['(?a)[\\w]', 'é', false],
    ['(?<=a)b', 'ab', false],
    ['a(?<=a)b', 'ab', true],
    ['a(?<!a)b', 'ab', false],
    ['(?!Dell).*', 'HP', true],
    ['(?!Dell).*', 'Dell R640', false],
    ['(?=.*\\d)(?=.*x)\\w+', 'a1x', true],
    ['(?=.*\\d)(?=.*x)\\w+', 'a1', false],
    ['a{2', 'a{2', true],
    ['(a+)+', 'aaa', true],
    ['😀+', '😀😀', true],
  ];
  for (const [expression, text, result] of whole) {
    it(`${expression} ${result ? 'matches' : 'does not match'} the whole of ${JSON.stringify(text)}`, () => {
      expect(compileWholeMatch(expression)(text)).to.equal(result);
    });
  }

  const search: [expression: string, text: string, result: boolean][] = [
    ['b', 'abc', true],
    ['', 'anything', true],
    ['^b', 'abc', false],
    ['c$', 'abc\n', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['\\bR640\\b', 'Dell R640 x', true],
    ['(?<=R)640', 'R640', true],
    ['(?<!R)640', 'R640', false],
    ['^(?!Dell)', 'HP', true],
    ['^(?!Dell|HP)\\w', 'HP', false],
    ['\\A(?=D)', 'Dell', true],
  ];
  for (const [expression, text, result] of search) {
    it(`${expression} is ${result ? '' : 'not '}found in ${JSON.stringify(text)}`, () => {
      expect(compileSearch(expression)(text)).to.equal(result);
    });
  }

  const refused: [expression: string, text: RegExp][] = [
    ['(', /missing closing \)/],
    ['a)', /unexpected \)/],
    ['[a', /"\[" that is never closed/],
    ['*a', /missing argument/],
    ['\\', /"\\" at the end/],
    ['\\q', /bad escape "\\q"/],
    ['\\u12', /bad escape "\\u"/],
    ['\\U00110000', /no character/],
    ['(a)(?(1)b|c)', /conditional.*not supported/],
    ['(?>a)', /atomic.*not supported/],
    ['(?!a', /look-ahead that is never closed/],
    ['(?L)a', /flag "L"/],
    ['(?<name>a)', /unknown group/],
    ['(?#open', /comment that is never closed/],
    ['a{9999}', /invalid repeat count/],
    ['a(?!b', /^unterminated group$/],
    ['(a)\\2', /^invalid (escape|.*reference)/],
    ['(\\d)\\10', /^invalid escape$/],
    ['(?P=q)a', /^invalid named/],
    ['(?i:a)(?=b)', /flags of a group, "\(\?i:"/],
  ];
  for (const [expression, text] of refused) {
    it(`${expression} is refused`, () => {
      expect(() => compileWholeMatch(expression)).to.throw(Error, text);
    });
  }

  for (const evil of ['(a+)+$', '(a|aa)+$', '(.*a){12}$', '^(?!(a+)+x)(a+)+b']) {
    it(`${evil} comes to an end on a text made to hurt`, () => {
      expect(compileSearch(evil)(`${'a'.repeat(10_000)}!`)).to.equal(false);
    });
  }

  describe('that only trying can match', () => {
    const tried: [expression: string, text: string, whole: boolean, found: boolean][] = [
      ['(a|b)\\1', 'aa', true, true],
      ['(a|b)\\1', 'ab', false, false],
      ['(?P<port>\\d+)/(?P=port)', '7/7', true, true],
      ['(?P<port>\\d+)/(?P=port)', '7/8', false, false],
      ['(.)(.)\\2\\1', 'abba', true, true],
      ['a(?=b)', 'ab', false, true],
      ['a(?!b)', 'ab', false, false],
      ['.*(?!x)y', 'xy', true, true],
      ['(?!Dell|HP)\\w+', 'Dell', false, true],
      ['(?!Dell).*|Dell R6.*', 'Dell R640', true, true],
      ['^(?:(?!R7)..)+$', 'R640', true, true],
      ['^(?:(?!R7)..)+$', 'abR7', false, false],
      ['(?i)(dell) (?=r)r', 'DELL R', true, true],
      ['a(?=b)b$', 'ab\n', true, true],
      ['(?m)^b$(?=\\n)', 'a\nb\nc', false, true],
      ['(?m)^b(?!c)$', 'a\nbc', false, false],
      ['(?s)a.(?=b)b', 'a\nb', true, true],
      ['a.(?=b)b', 'a\nb', false, false],
      ['a.(?=b)b', 'a\rb', true, true],
      ['(?x) a (?= b ) # comment\n b', 'ab', true, true],
      ['[]}{](?=-)\\-', '}-', true, true],
      ['a{2}(?!a)', 'aa', true, true],
      ['a{2(?!a)', 'a{2', true, true],
      ['a{,2}(?!a)]}', 'a]}', true, true],
      ['\\w(?=\\s)\\s', 'é\u00a0', true, true],
      ['[\\w.-]+(?=\\Z)', 'é-1.x', true, true],
      ['[\\w.-]+(?=\\Z)', 'a\n', false, false],
      ['\\Aa(?=b)\\x62\\a', 'ab\x07', true, true],
      ['😀(?!x)\\😀', '😀😀', true, true],
      ['b(?<=ab)(?=c)c', 'abc', false, true],
    ];
    for (const [expression, text, isWhole, isFound] of tried) {
      it(`${expression} on ${JSON.stringify(text)}`, () => {
        expect([compileWholeMatch(expression)(text), compileSearch(expression)(text)]).to.deep.equal([
          isWhole,
          isFound,
        ]);
      });
    }

    it('is given up when it takes too long, and works on', () => {
      const test = compileSearch('^(a+)+(?=b)$');
      expect(() => test(`${'a'.repeat(10_000)}!`)).to.throw(
        Error,
        'the expression takes too long on this text',
      );
      expect(test('ab')).to.equal(false);
    });
  });
});
