import { expect } from 'chai';
import { CertificateAccess } from '../../../src/access/certificate/certificate-access.js';
import { CertificateUsers } from '../../../src/access/certificate/certificate-users.js';
import type { AccessControl } from '../../../src/access/access-control.js';
import { allowEveryone } from '../../../src/access/allow-everyone.js';
import type { Policy } from '../../../src/access/policy/policy.js';

describe('Certificates beside another strategy', () => {
  const beside = (others: AccessControl): CertificateAccess =>
    new CertificateAccess({ users: new CertificateUsers({}), policy: { current: {} as Policy }, others });

  it('leave logging in with a password to the other one', async () => {
    const keystone = new (class {
      readonly #token = 'gAAAA';
      identify = allowEveryone.identify;
      async signOn() {
        return { token: this.#token };
      }
    })();
    const login = { user: 'ada', password: 'pw' };
    expect(await beside(keystone).signOn?.(login, undefined)).to.deep.equal({ token: 'gAAAA' });
    expect(beside(allowEveryone).signOn).to.equal(undefined);
  });
});
