import { expect } from 'chai';
import { assertGuarded } from '../../src/api/app.js';
import { ROUTES } from '../../src/api/routes/index.js';
import { ROUTE_RULES } from '../../src/access/access-control.js';

describe('a route', () => {
  it('cannot be served without a policy rule that there is', () => {
    for (const policy of ['introspection:nothing', 'toString', undefined]) {
      expect(() => assertGuarded({ operation: 'openDoor', policy: policy as never }))
        .to.throw('The route openDoor asks for the policy rule')
        .and.not.instanceOf(TypeError);
    }
  });

  it('is public exactly where its default rule is', () => {
    for (const { policy, public: isPublic, operation } of ROUTES) {
      expect(ROUTE_RULES[policy].check === 'rule:public_api', operation).to.equal(isPublic === true);
    }
  });
});
