import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
});
