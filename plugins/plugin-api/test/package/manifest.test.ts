import { expect } from 'chai';
import { parseManifest } from '../../src/package/manifest.js';

const HOOKS = 'inspector.hook.processing';

describe('a manifest', () => {
  it('names plugins by group and where they are', () => {
    const { manifest, faults } = parseManifest({
      api: 1,
      configGroup: 'rackTables',
      aliases: { 'rack-position': 'rack' },
      entryPoints: { [HOOKS]: { rack: './dist/rack.js', row: './dist/all.js#row' } },
    });

    expect(faults).to.deep.equal([]);
    expect(manifest.api).to.equal(1);
    expect(manifest.configGroup).to.equal('rackTables');
    expect([...manifest.aliases]).to.deep.equal([['rack-position', 'rack']]);
    expect(manifest.entryPoints).to.deep.equal([
      { group: HOOKS, name: 'rack', file: './dist/rack.js', exportName: 'default' },
      { group: HOOKS, name: 'row', file: './dist/all.js', exportName: 'row' },
    ]);
  });

  const broken: [string, unknown, string][] = [
    ['is null', null, 'inspector: must be an object'],
    ['is a list', [], 'inspector: must be an object'],
    ['has no api', { entryPoints: { [HOOKS]: { a: './a.js' } } }, 'inspector.api: must be a number'],
    ['has a text for api', { api: '1', entryPoints: { [HOOKS]: { a: './a.js' } } }, 'inspector.api: must be'],
    ['has no entry points', { api: 1 }, 'inspector.entryPoints: must be an object'],
    ['has empty entry points', { api: 1, entryPoints: {} }, 'inspector.entryPoints: must be an object'],
    ['offers nothing', { api: 1, entryPoints: { [HOOKS]: {} } }, 'inspector.entryPoints: names no plugin'],
    [
      'has an unknown group',
      { api: 1, entryPoints: { hooks: { a: './a.js' } } },
      '["hooks"]: is not a group',
    ],
    [
      'has a group from the prototype',
      { api: 1, entryPoints: { toString: {} } },
      '["toString"]: is not a group',
    ],
    [
      'has a group that is a list',
      { api: 1, entryPoints: { [HOOKS]: [] } },
      `["${HOOKS}"]: must be an object`,
    ],
    ['has a name in capitals', { api: 1, entryPoints: { [HOOKS]: { A: './a.js' } } }, 'lower-case letters'],
    ['has no file', { api: 1, entryPoints: { [HOOKS]: { a: '' } } }, 'must be a text such as'],
    ['has a bare file', { api: 1, entryPoints: { [HOOKS]: { a: 'a.js' } } }, 'for example "./a.js"'],
    ['has no export after #', { api: 1, entryPoints: { [HOOKS]: { a: './a.js#' } } }, 'after "#" is missing'],
    [
      'has an alias for something else',
      { api: 1, aliases: { x: 'other' }, entryPoints: { [HOOKS]: { a: './a.js' } } },
      'inspector.aliases["x"]: must be the name of an entry point',
    ],
    [
      'has a list of aliases',
      { api: 1, aliases: ['x'], entryPoints: { [HOOKS]: { a: './a.js' } } },
      'inspector.aliases: must be an object',
    ],
    [
      'has a group of options with a dash',
      { api: 1, configGroup: 'rack-tables', entryPoints: { [HOOKS]: { a: './a.js' } } },
      'inspector.configGroup: must be a camelCase word',
    ],
    [
      'has an unknown key',
      { api: 1, entrypoints: {}, entryPoints: { [HOOKS]: { a: './a.js' } } },
      'inspector.entrypoints: is not known',
    ],
  ];
  for (const [what, value, fault] of broken) {
    it(`that ${what} is refused with the path of the fault`, () => {
      expect(parseManifest(value).faults.join('\n')).to.contain(fault);
    });
  }

  it('with a fault still tells what the package offers', () => {
    const { manifest, faults } = parseManifest({
      api: 1,
      extra: true,
      entryPoints: { [HOOKS]: { rack: './r.js', bad: 7 } },
    });

    expect(faults).to.have.length(2);
    expect(manifest.entryPoints.map(({ name }) => name)).to.deep.equal(['rack', 'bad']);
  });
});
