import { expect } from 'chai';
import { faultOf } from '../src/fault.js';

describe('the words of a service in an error body', () => {
  const nested = JSON.stringify({ faultcode: 'Client', faultstring: 'Node a is locked', debuginfo: null });
  const table: readonly [string, unknown, string][] = [
    ['JSON text in error_message', { error_message: nested }, 'Node a is locked'],
    ['an object in error_message', { error_message: JSON.parse(nested) as unknown }, 'Node a is locked'],
    ['plain words in error_message', { error_message: 'Node a is locked' }, 'Node a is locked'],
    [
      'title and description',
      { error_message: JSON.stringify({ code: 400, title: 'Bad Request', description: 'Expected UUID' }) },
      'Expected UUID',
    ],
    ['error.message', { error: { code: 401, title: 'Unauthorized', message: 'Log in' } }, 'Log in'],
    ['error as words', { error: 'Log in' }, 'Log in'],
    ['a title alone', { title: 'Bad Request' }, 'Bad Request'],
    ['a list of errors', { error: [{ detail: 'first' }, { detail: 'second' }] }, 'first'],
    ['blank text before a full one', { faultstring: ' ', message: 'real' }, 'real'],
    ['nothing useful', {}, 'HTTP 500'],
    ['null', null, 'HTTP 500'],
    ['a number', { error_message: 5 }, 'HTTP 500'],
    ['keys of objects in general', JSON.parse('{"__proto__": {"message": "no"}}') as unknown, 'HTTP 500'],
  ];
  for (const [what, body, expected] of table) {
    it(`are found in ${what}`, () => {
      expect(faultOf(500, JSON.stringify(body))).to.equal(expected);
    });
  }

  const texts: readonly [string, string][] = [
    ['', 'HTTP 500'],
    ['   \n', 'HTTP 500'],
    ['upstream connect error', 'upstream connect error'],
    ['<h1>502</h1>\n<p>Bad\tGateway</p>', '502 Bad Gateway'],
    ['<<<<', 'HTTP 500'],
    ['"text"', 'text'],
    [JSON.stringify({ message: 'less than <5> nodes\nleft' }), 'less than <5> nodes left'],
  ];
  for (const [body, expected] of texts) {
    it(`are made one line from ${JSON.stringify(body)}`, () => {
      expect(faultOf(500, body)).to.equal(expected);
    });
  }

  it('are cut where they get long', () => {
    expect(faultOf(500, JSON.stringify({ message: 'x'.repeat(5_000_000) }))).to.have.length(1001);
    expect(faultOf(500, 'x'.repeat(5_000_000))).to.have.length(1001);
  });

  it('are not searched without end', () => {
    const body = `${'{"error":'.repeat(2000)}"deep"${'}'.repeat(2000)}`;

    expect(faultOf(500, body)).to.equal('HTTP 500');
  });
});
