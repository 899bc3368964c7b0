import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@inspector/plugin-api';
import { createContext, packageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import etcd from '../src/index.js';
import { readSettings } from '../src/settings.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });

describe('options of coordination etcd', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-etcd-'));
    for (const name of ['ca', 'cert', 'key']) await writeFile(join(folder, name), `PEM of ${name}`);
  });
  after(() => rm(folder, { recursive: true }));

  const settings = (options: JsonObject) => readSettings(createContext(etcd, { options }).config);

  it('name the etcd of this machine unless they say otherwise', () => {
    expect(settings({})).to.deep.equal({
      endpoints: ['http://127.0.0.1:2379'],
      tls: { rejectUnauthorized: true },
    });
    expect(settings({ endpoints: ['https://a:1/', 'https://b:2'] }).endpoints).to.deep.equal([
      'https://a:1',
      'https://b:2',
    ]);
    expect(settings({ backendUrl: 'etcd3+http://c' }).endpoints).to.deep.equal(['http://c:2379']);
  });

  it('give user, password and certificates; those of their own come before those of the URL', () => {
    const file = (name: string): string => join(folder, name);
    const given = settings({
      backendUrl: `etcd3+https://c?ca_cert=/nowhere&cert_cert=${file('cert')}`,
      ...{ cafile: file('ca'), keyfile: file('key'), username: 'inspector', password: 'secret' },
    });
    expect(given.tls).to.deep.equal({
      ...{ ca: 'PEM of ca', cert: 'PEM of cert', key: 'PEM of key', rejectUnauthorized: true },
    });
    expect(given.user).to.deep.equal({ name: 'inspector', password: 'secret' });
  });

  for (const [what, options, message] of [
    ['a user without a password', { username: 'inspector' }, /\.password: is needed/],
    ['a password without a user', { password: 'secret' }, /\.username: is needed/],
    [
      'both forms of addresses',
      { endpoints: ['http://a'], backendUrl: 'etcd3+http://a' },
      /\.backendUrl: says the same/,
    ],
    [
      'a file that is not there',
      { cafile: '/nowhere/ca.pem' },
      /\.cafile: cannot be read: .*: there is no such file/,
    ],
  ] as const) {
    it(`are refused where they have ${what}`, () => {
      expect(() => settings(options as unknown as JsonObject))
        .to.throw(message)
        .and.to.include({ code: 'INSP_CONFIG_INVALID' });
    });
  }

  for (const options of [
    { endpoints: [] },
    { endpoints: ['etcd.example:2379'] },
    { endpoints: ['http://user:secret@a'] },
    { endpoints: ['http://a/v3'] },
    { prefix: 'inspector' },
    { ttl: 2 },
    { prefx: '/a/' },
  ]) {
    it(`are refused as ${JSON.stringify(options)}`, () => {
      expect(() => settings(options as never))
        .to.throw()
        .and.to.include({ code: 'INSP_PLUGIN_BAD_OPTIONS' });
    });
  }
});
