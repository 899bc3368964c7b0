import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { ROOT } from './harness.js';

interface Manifest {
  readonly file: string;
  readonly folder: string;
  readonly json: Readonly<Record<string, unknown>>;
}
interface Addresses {
  workspaceManifests(root: string): readonly Manifest[];
  addressesOf(top: object, folder: string): Readonly<Record<string, unknown>>;
}

interface PeerRanges {
  peerRange(version: string): string;
  ownPeers(json: object, versions: ReadonlyMap<string, string>): object | undefined;
}

describe('every package, as npm shows it', () => {
  let top: Readonly<Record<string, unknown>>;
  let addresses: Addresses;
  before(async () => {
    top = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as typeof top;
    addresses = (await import(join(ROOT, 'scripts/addresses.mjs'))) as Addresses;
  });

  it('says where its documentation, its source and its defects are', () => {
    const manifests = addresses.workspaceManifests(ROOT);
    expect(manifests.map(({ folder }) => folder)).to.include.members([
      'core',
      'client',
      'plugins/plugin-api',
    ]);
    for (const { folder, json } of manifests) {
      const expected = addresses.addressesOf(top, folder);
      expect(Object.keys(expected)).to.deep.equal(['homepage', 'repository', 'bugs']);
      expect(json, `${folder}: run node scripts/set-addresses.mjs`).to.deep.include(expected);
    }
  });

  it('has a description, a licence, keywords, and the same range of Node as all others', () => {
    for (const { folder, json } of addresses.workspaceManifests(ROOT)) {
      expect(json['description'], folder).to.be.a('string').and.not.equal('');
      expect(json['keywords'], folder).to.be.an('array').and.not.deep.equal([]);
      expect(json, folder).to.deep.include({ license: 'Apache-2.0', engines: top['engines'] });
    }
  });

  it('works with the version of the contract that is being made, pre-releases too, as npm and the host judge it', async () => {
    const { peerRange, ownPeers } = (await import(join(ROOT, 'scripts/peer-ranges.mjs'))) as PeerRanges;
    const fits = (version: string, range: string): boolean => satisfies(version, range);
    expect(peerRange('1.4.2')).to.equal('^1.0.0');
    expect(peerRange('1.1.0-rc.1')).to.equal('^1.0.0 || ^1.1.0-0');
    for (const version of ['1.1.0-rc.1', '1.1.0-rc.7', '1.1.0', '1.0.3', '1.9.0'])
      expect(fits(version, peerRange('1.1.0-rc.1')), version).to.equal(true);
    expect(fits('2.0.0', peerRange('1.1.0-rc.1'))).to.equal(false);
    const manifests = addresses.workspaceManifests(ROOT);
    const versions = new Map(manifests.map(({ json }) => [String(json['name']), String(json['version'])]));
    const checked = manifests.filter(({ folder, json }) => {
      const peers = ownPeers(json, versions);
      if (peers !== undefined) expect(json['peerDependencies'], folder).to.deep.equal(peers);
      return peers !== undefined;
    });
    expect(checked.length).to.be.above(20);
  });
});
