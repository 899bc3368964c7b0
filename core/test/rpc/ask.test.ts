import { expect } from 'chai';
import { Site } from './site.js';

describe('A question to all conductors', () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
  });
  afterEach(() => site.close());

  const ask = async (milliseconds: number) => {
    const addresses = site.members.map(({ address }) => address);
    return (await site.delivery().ask(addresses, 'listPlugins', [], milliseconds)).map((said) =>
      'silence' in said ? said.silence : said.result,
    );
  };

  it('is answered by each for itself, and those that are silent are told from those that are not there', async () => {
    await site.add({ listPlugins: () => Promise.resolve([]) });
    await site.add({ listPlugins: () => new Promise(() => undefined) });
    await site.add({ listPlugins: () => Promise.reject(new Error('no plugin')) });
    const gone = await site.add({});
    await gone.server.close(0);
    const [first, second, third, fourth] = await ask(300);
    expect(first).to.deep.equal([]);
    expect(second).to.equal('no answer within 0.3 s');
    expect(third).to.equal('no plugin');
    expect(fourth).to.include('ECONNREFUSED');
  });

  it('says how long each took, and when it was answered', async () => {
    await site.add({ listPlugins: () => Promise.resolve([]) });
    const before = Date.now();
    const [said] = await site.delivery().ask(
      site.members.map(({ address }) => address),
      'listPlugins',
    );
    if (said === undefined || 'silence' in said) throw new Error('nothing was said');
    expect(said.at).to.be.within(before, Date.now());
    expect(said.milliseconds).to.be.within(0, Date.now() - before + 1);
  });
});
