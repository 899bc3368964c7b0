import { expect } from 'chai';
import { isAllowedBy } from '../../../src/access/keystone/access-rules.js';

const SERVICE = 'baremetal-introspection';
const allows = (
  pattern: string,
  path: string,
  changes: { method?: string; service?: string } = {},
): boolean => {
  const rule = { service: SERVICE, method: 'GET', path: pattern, ...changes };
  return isAllowedBy([rule], SERVICE, { method: 'GET', path });
};

describe('access rules of application credentials', () => {
  for (const [pattern, path] of [
    ['/v1/introspection', '/v1/introspection'],
    ['/v1/introspection', '/v1/introspection/'],
    ['/v1/introspection/', '/v1/introspection'],
    ['/v1/introspection/*', '/v1/introspection/node-1'],
    ['/v1/introspection/{node}', '/v1/introspection/node-1'],
    ['/v1/introspection/*/data', '/v1/introspection/a%2Fb/data'],
    ['/v1/introspection/a b', '/v1/introspection/a%20b'],
    ['/v1/**', '/v1/introspection/x/data/unprocessed'],
    ['/**', '/'],
    ['**', '/v1'],
    ['/v1/x+(.y', '/v1/x+(.y'],
    ['/v1/{a}{b}', '/v1/xy'],
    ['/v1/a.b', '/v1/%61.b'],
  ] as const) {
    it(`${pattern} allows ${path}`, () => expect(allows(pattern, path)).to.equal(true));
  }

  for (const [pattern, path] of [
    ['/v1/introspection', '/v1/introspection/x'],
    ['/v1/introspection/*', '/v1/introspection'],
    ['/v1/introspection/*', '/v1/introspection/a/b'],
    ['/v1/introspection/{node}', '/v1/introspection/'],
    ['/v1/a.b', '/v1/axb'],
    ['/v1/a+', '/v1/aa'],
    ['/v1/introspection/x/data', '/v1/introspection%2Fx/data'],
    ['/V1', '/v1'],
    ['/v1/**', '/v1/%zz'],
    ['/v1/**', '/v2/x'],
    ['v1', '/v1'],
  ] as const) {
    it(`${pattern} does not allow ${path}`, () => expect(allows(pattern, path)).to.equal(false));
  }

  it('are for one service and one method each', () => {
    expect(allows('/v1', '/v1', { service: 'baremetal' })).to.equal(false);
    expect(allows('/v1', '/v1', { method: 'HEAD' })).to.equal(false);
    expect(allows('/v1', '/v1', { method: 'get' })).to.equal(false);
  });

  it('allow nothing where there is none', () => {
    expect(isAllowedBy([], SERVICE, { method: 'GET', path: '/v1' })).to.equal(false);
  });

  it('are not slow for a pattern with many wildcards', () => {
    expect(allows(`${'/**'.repeat(30)}/x`, `/${'y/'.repeat(2000)}`)).to.equal(false);
    expect(allows(`${'**'.repeat(500)}x`, `/${'y'.repeat(4000)}`)).to.equal(false);
  });
});
