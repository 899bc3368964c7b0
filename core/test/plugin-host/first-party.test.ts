import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { unclaimedOptions } from '../../src/plugin-host/claims.js';
import { firstPartyPackage } from '../../src/plugin-host/first-party.js';
import type { GroupName } from '@inspector/plugin-api/package';

interface Package {
  readonly name: string;
  readonly inspector: {
    readonly configGroup?: string;
    readonly entryPoints: Record<string, Record<string, string>>;
  };
}

const PLUGINS = fileURLToPath(new URL('../../../plugins', import.meta.url));

describe('what core says of the plugins of the project', () => {
  const packages = readdirSync(PLUGINS)
    .map((folder) => join(PLUGINS, folder, 'package.json'))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Partial<Package>)
    .filter((found): found is Package => found.inspector !== undefined);

  for (const { name, inspector } of packages) {
    it(`names ${name} as the package to install for what it offers`, () => {
      for (const [group, names] of Object.entries(inspector.entryPoints)) {
        if (group.startsWith('inspector.rule.')) continue;
        for (const plugin of Object.keys(names)) {
          expect(firstPartyPackage(group as GroupName, plugin), plugin).to.equal(name);
        }
      }
    });
  }

  it('does not take their groups of options for misspelt while they are not installed', () => {
    const groups = packages.flatMap(({ inspector: { configGroup } }) =>
      configGroup ? [[configGroup, {}]] : [],
    );

    expect(groups).to.not.be.empty;
    expect(unclaimedOptions({ plugins: {}, pluginGroups: Object.fromEntries(groups) }, [])).to.equal(
      undefined,
    );
  });
});
