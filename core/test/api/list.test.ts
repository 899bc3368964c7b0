import { expect } from 'chai';
import { withApi } from './api-server.js';

const uuidOf = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(uuidOf) as [string, string, string, string];

interface Listed {
  introspection: { uuid: string }[];
}

describe('GET /v1/introspection', () => {
  const api = withApi({ apiMaxLimit: 3 });
  const list = async (query = '') => {
    const answer = await api().call('GET', `/v1/introspection${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return (answer.json as Listed).introspection.map(({ uuid }) => uuid);
  };

  beforeEach(() => {
    api().records.add({ uuid: A, state: 'finished', startedAt: '2031-01-01T00:00:00' });
    api().records.add({ uuid: B, state: 'waiting', startedAt: '2031-01-03T00:00:00' });
    api().records.add({ uuid: C, state: 'error', startedAt: '2031-01-02T00:00:00' });
    api().records.add({ uuid: D, state: 'waiting', startedAt: '2031-01-02T00:00:00' });
  });

  it('lists the newest first, as many as a page may hold', async () => {
    expect(await list()).to.deep.equal([B, D, C]);
    expect(await list('?limit=0')).to.deep.equal([B, D, C]);
  });

  it('pages by limit and marker', async () => {
    expect(await list('?limit=2')).to.deep.equal([B, D]);
    expect(await list(`?limit=2&marker=${D}`)).to.deep.equal([C, A]);
    expect(await list(`?marker=${A}`)).to.deep.equal([]);
  });

  it('takes the marker in any spelling of the UUID', async () => {
    expect(await list(`?marker=${C.toUpperCase().replaceAll('-', '')}`)).to.deep.equal([A]);
  });

  it('selects by state before it pages', async () => {
    expect(await list('?state=waiting')).to.deep.equal([B, D]);
    expect(await list('?state=finished,error&limit=1')).to.deep.equal([C]);
    expect(await list(`?state=waiting&marker=${B}`)).to.deep.equal([D]);
  });

  it('ignores parameters it does not know and later repetitions', async () => {
    expect(await list('?colour=blue&limit=1&limit=x')).to.deep.equal([B]);
  });

  it('allows sign and blanks in the limit', async () => {
    expect(await list('?limit=%2B1')).to.deep.equal([B]);
    expect(await list('?limit=%202%20')).to.deep.equal([B, D]);
    expect(await list('?limit=-0')).to.deep.equal([B, D, C]);
  });

  const refused: [string, string][] = [
    ['?limit=-1', 'Bad request: Limit cannot be negative'],
    ['?limit=4', 'Bad request: Limit over 3'],
    ['?limit=99999999999999999999', 'Bad request: Limit over 3'],
    ['?limit=', 'Bad request: Limit must be a whole number, not ""'],
    ['?limit=ten', 'Bad request: Limit must be a whole number, not "ten"'],
    ['?limit=1.5', 'Bad request: Limit must be a whole number, not "1.5"'],
    ['?marker=node-1', 'Bad request: Marker not UUID-like'],
    ['?marker=', 'Bad request: Marker not UUID-like'],
    ['?state=waiting,blue,%20error', 'Bad request: State(s) "blue,  error" are not valid'],
    ['?state=', 'Bad request: State(s) "" are not valid'],
    ['?state=waiting,', 'Bad request: State(s) "" are not valid'],
    ['?state=constructor', 'Bad request: State(s) "constructor" are not valid'],
  ];
  for (const [query, message] of refused) {
    it(`refuses ${query}`, async () => {
      expect(await api().call('GET', `/v1/introspection${query}`)).to.include({ status: 400, message });
    });
  }

  it('does not find a marker without introspection', async () => {
    expect(await api().call('GET', `/v1/introspection?marker=${uuidOf('e')}`)).to.include({ status: 404 });
  });
});
