import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

interface Manifest {
  readonly inspector: { readonly entryPoints: Readonly<Record<string, Readonly<Record<string, string>>>> };
}

describe('the manifest of rule-standard', () => {
  let entryPoints: Manifest['inspector']['entryPoints'];

  before(async () => {
    const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    ({ entryPoints } = (JSON.parse(text) as Manifest).inspector);
  });

  it('offers the known operators and those of Ironic', () => {
    expect(Object.keys(entryPoints['inspector.rule.condition'] ?? {})).to.have.members([
      ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in-net', 'matches', 'contains', 'is-empty'],
      ...['one-of', 'is-none', 'is-true', 'is-false'],
    ]);
    expect(Object.keys(entryPoints['inspector.rule.action'] ?? {})).to.have.members([
      ...[
        'fail',
        'set-attribute',
        'set-capability',
        'extend-attribute',
        'add-trait',
        'remove-trait',
        'example',
      ],
      ...['log', 'del-attribute', 'unset-capability'],
      ...['set-port-attribute', 'extend-port-attribute', 'del-port-attribute'],
    ]);
  });

  it('names for each an export with its id', async () => {
    for (const entries of Object.values(entryPoints)) {
      for (const [name, entry] of Object.entries(entries)) {
        const [file = '', member = 'default'] = entry.replace('./dist/', '../src/').split('#');
        const module = (await import(file)) as Record<string, { id: string } | undefined>;
        expect(module[member]?.id, entry).to.equal(name);
      }
    }
  });
});
