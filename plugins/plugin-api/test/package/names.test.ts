import { expect } from 'chai';
import { foldDashes, looksLikePlugin, parsePackageName } from '../../src/package/names.js';

describe('names of plugin packages', () => {
  const good: [string, string, string][] = [
    ['@inspector/storage-database', 'storage', 'database'],
    ['@inspector/pxe-filter-dnsmasq', 'pxe-filter', 'dnsmasq'],
    ['@acme/inspector-hook-rack', 'hook', 'rack'],
    ['@acme/inspector-pxe-filter-kea_2', 'pxe-filter', 'kea_2'],
    ['@inspector/inspector-rule-extra', 'rule', 'extra'],
    ['inspector-baremetal-maas', 'baremetal', 'maas'],
    ['inspector-coordination-etcd', 'coordination', 'etcd'],
    ['inspector-inventory-filesystem', 'inventory', 'filesystem'],
    ['inspector-hook-hook-twice', 'hook', 'hook-twice'],
  ];
  for (const [name, kind, id] of good) {
    it(`${name} is the ${kind} ${id}`, () => {
      expect(parsePackageName(name)).to.deep.equal({ kind, id });
    });
  }

  for (const name of [
    '@inspector/core',
    '@acme/hook-rack',
    '@acme/inspector-widget-rack',
    'inspector-hook-',
    'inspector-hook',
    'inspector-hook-Rack',
    'inspector-hook-rack.v2',
    'inspector-hook--rack',
    'my-inspector-hook-rack',
    'hook-rack',
    '@inspector',
    '',
  ]) {
    it(`"${name}" does not follow the rule`, () => {
      expect(parsePackageName(name)).to.equal(undefined);
    });
  }

  it('opens only packages that look like a plugin', () => {
    expect(['inspector-x', '@a/inspector-x', '@inspector/core'].every(looksLikePlugin)).to.equal(true);
    expect(['express', '@a/hook-x', '@inspectors/hook-x', 'hook-inspector-x'].some(looksLikePlugin)).to.equal(
      false,
    );
  });

  it('takes dashes and underscores for the same where names select', () => {
    expect(foldDashes('validate-interfaces')).to.equal(foldDashes('validate_interfaces'));
  });
});
