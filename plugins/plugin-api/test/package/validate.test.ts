import { expect } from 'chai';
import { checkPackage } from '../../src/package/validate.js';

describe('the range of core that a plugin asks for', () => {
  const codes = (range: unknown, coreVersion: string): (string | undefined)[] => {
    const checked = checkPackage(
      {
        installedAs: 'inspector-hook-x',
        folder: '/nowhere',
        json: {
          name: 'inspector-hook-x',
          version: '1.0.0',
          peerDependencies: { '@inspector/plugin-api': range },
          inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { x: './x.js' } } },
        },
      },
      coreVersion,
    );
    return checked?.problems.map(({ code }) => code) ?? [];
  };

  const table: [string, string, boolean][] = [
    ['^1.0.0', '1.0.0', true],
    ['^1.0.0', '1.9.3', true],
    ['^1.0.0', '2.0.0', false],
    ['^1.2.0', '1.1.9', false],
    ['^1.2.0', '1.3.0-rc.1', false],
    ['^1.3.0-0', '1.3.0-rc.1', true],
    ['^1.2.0 || ^1.3.0-rc.0', '1.3.0-rc.1', true],
    ['>=1.0.0', '2.0.0-rc.1', false],
    ['workspace:*', '3.0.0-rc.1', true],
    ['workspace:^', '7.0.0', true],
    ['workspace:~', '7.0.0', true],
    ['workspace:^1.0.0', '1.4.0', true],
    ['workspace:^1.0.0', '2.0.0', false],
    ['catalog:', '7.0.0', true],
    ['catalog:inspector', '7.0.0', true],
    ['^1.0.0', '2.0.0-alpha.1', false],
    ['>=1.0.0 <3', '2.7.0', true],
    ['1.x || 3.x', '2.0.0', false],
    ['*', '7.0.0', true],
    ['~1.0.0', '1.1.0', false],
  ];
  for (const [range, version, fits] of table) {
    it(`${range} ${fits ? 'admits' : 'excludes'} ${version}`, () => {
      expect(codes(range, version)).to.deep.equal(fits ? [] : ['INSP_PLUGIN_WRONG_CORE']);
    });
  }

  for (const range of [undefined, null, 1, 'workspace:latest and greatest', 'latest and greatest']) {
    it(`${JSON.stringify(range) ?? 'nothing'} is no range`, () => {
      expect(codes(range, '1.0.0')).to.deep.equal(['INSP_PLUGIN_BAD_CORE_RANGE']);
    });
  }
});
