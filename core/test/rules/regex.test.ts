import { expect } from 'chai';
import { compileSearch, compileWholeMatch } from '../../src/rules/regex/expression.js';

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
    ['(a)\\1', /backreference.*linear time/],
    ['(?P<q>a)(?P=q)', /backreference.*linear time/],
    ['(a)(?(1)b|c)', /conditional.*linear time/],
    ['(?>a)', /atomic.*linear time/],
    ['a(?=b)', /look-ahead.*not at the start.*linear time/],
    ['(a(?!b))', /look-ahead.*not at the start/],
    ['(?!a)b|c', /look-ahead beside "\|"/],
    ['(?!a', /look-ahead that is never closed/],
    ['(?L)a', /flag "L"/],
    ['(?<name>a)', /unknown group/],
    ['(?#open', /comment that is never closed/],
    ['a{9999}', /invalid repeat count/],
  ];
  for (const [expression, text] of refused) {
    it(`${expression} is refused`, () => {
      expect(() => compileWholeMatch(expression)).to.throw(Error, text);
    });
  }

  it('with a look-ahead must be anchored to be searched for', () => {
    expect(() => compileSearch('(?!a)b')).to.throw(Error, /look-ahead without "\^"/);
  });

  for (const evil of ['(a+)+$', '(a|aa)+$', '(.*a){12}$', '^(?!(a+)+x)(a+)+b']) {
    it(`${evil} takes linear time on texts made to hurt`, () => {
      const test = compileSearch(evil);
      const cpu = (length: number): number => {
        const text = `${'a'.repeat(length)}!`;
        const started = process.cpuUsage();
        expect(test(text)).to.equal(false);
        return process.cpuUsage(started).user / 1000;
      };
      cpu(1_000);
      expect(cpu(10_000)).to.be.below(500);
    });
  }
});
