import { expect } from 'chai';
import { accessOf, type CratonOptions } from '../src/options.js';

const OPTIONS: CratonOptions = {
  cloud: 'inspector',
  region: 'inventory',
  drift: 'report',
  history: false,
  keep: 15,
  claimTimeout: 120,
  timeout: 30,
  insecure: false,
};
const ENV = {
  CRATON_URL: 'http://192.0.2.1:7780/',
  OS_PROJECT_ID: 'b9f10eca66ac4c279c139d01e65f96b4',
  OS_USERNAME: 'ada',
  OS_PASSWORD: 'secret',
};

describe('options of the inventory in Craton', () => {
  it('have those of the client of Craton in the environment as their defaults', () => {
    expect(accessOf(OPTIONS, ENV)).to.deep.include({ url: 'http://192.0.2.1:7780/v1', username: 'ada' });
    const given = { ...OPTIONS, url: 'http://192.0.2.2/v1', username: 'grace' };
    expect(accessOf(given, ENV)).to.deep.include({ url: 'http://192.0.2.2/v1', username: 'grace' });
  });

  it('are named all at once where they are missing or wrong', () => {
    const wrong = { ...OPTIONS, url: 'craton:7780', projectId: 'mine' };
    expect(() => accessOf(wrong, {})).to.throw(
      /username: is needed.*OS_USERNAME.*password: is needed.*url: "craton:7780" is not a URL.*projectId: "mine" is not a UUID/,
    );
  });
});
