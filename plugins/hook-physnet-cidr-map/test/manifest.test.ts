import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import physnetCidrMap from '../src/index.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  inspector: { aliases?: Record<string, string>; entryPoints: Record<string, Record<string, string>> };
};
const definitions = [physnetCidrMap];

describe('@inspector/hook-physnet-cidr-map', () => {
  it('offers its hooks under their ids', () => {
    expect(Object.keys(manifest.inspector.entryPoints['inspector.hook.processing'] ?? {})).to.have.members(
      definitions.map(({ id }) => id),
    );
  });

  it('offers the names that Ironic has for them', () => {
    const aliases = definitions.flatMap((hook) => (hook.aliases ?? []).map((alias) => [alias, hook.id]));
    expect(manifest.inspector.aliases).to.deep.equal(Object.fromEntries(aliases));
    expect(aliases).to.have.deep.members([['physical-network', 'physnet_cidr_map']]);
  });
});
