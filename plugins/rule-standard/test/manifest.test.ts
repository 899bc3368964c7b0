import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

interface Manifest {
  readonly inspector: { readonly entryPoints: Readonly<Record<string, Readonly<Record<string, string>>>> };
}

describe('the manifest of rule-standard', () => {
  it('offers the known operators and those of Ironic', async () => {
    const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
    const { entryPoints } = (JSON.parse(text) as Manifest).inspector;
    expect(Object.keys(entryPoints['inspector.rule.condition'] ?? {})).to.have.members([
      ...['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in-net', 'matches', 'contains', 'is-empty'],
      ...['one-of', 'is-none', 'is-true', 'is-false'],
    ]);
    expect(Object.keys(entryPoints['inspector.rule.action'] ?? {})).to.have.members([
      ...['fail', 'set-attribute', 'set-capability', 'extend-attribute', 'add-trait', 'remove-trait'],
      ...['example', 'log', 'del-attribute', 'unset-capability'],
      ...['set-port-attribute', 'extend-port-attribute', 'del-port-attribute'],
    ]);
  });
});
