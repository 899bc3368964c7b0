import { expect } from 'chai';
import { apartFaults } from '../../src/config/apart-faults.js';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';

const SECRET = 'a secret of enough length';
const GOOD: UserConfig = {
  standalone: false,
  coordination: { driver: 'etcd' },
  database: { connection: 'mysql://inspector@db/inspector' },
  rpc: { secret: SECRET },
};

/** A configuration with its defaults filled in, whatever is wrong with it. */
const withDefaults = (config: UserConfig) => {
  const base = resolveConfig({});
  return {
    ...base,
    standalone: config.standalone ?? true,
    coordination: { ...base.coordination, ...config.coordination },
    database: { ...base.database, ...config.database },
    rpc: { ...base.rpc, ...config.rpc },
  } as typeof base;
};

describe('Options of processes that run apart', () => {
  const cases: [string, UserConfig, string[]][] = [
    ['one process needs none', {}, []],
    ['all is there', GOOD, []],
    ['nothing is there', { standalone: false }, ['coordination.driver', 'database.connection', 'rpc.secret']],
    ['a secret is short', { ...GOOD, rpc: { secret: 'short' } }, ['rpc.secret']],
    [
      'certificates take the place of the secret',
      { ...GOOD, rpc: { certFile: 'c', keyFile: 'k', caFile: 'a' } },
      [],
    ],
    [
      'a certificate alone proves no caller',
      { ...GOOD, rpc: { certFile: 'c', keyFile: 'k' } },
      ['rpc.secret'],
    ],
    ['a certificate has no key', { ...GOOD, rpc: { secret: SECRET, certFile: 'c' } }, ['rpc.certFile']],
    ['the database is a file', { ...GOOD, database: { connection: 'sqlite:///x' } }, ['database.connection']],
  ];
  for (const [what, config, paths] of cases) {
    it(`are looked at: ${what}`, () => {
      expect(apartFaults(withDefaults(config)).map(({ path }) => path)).to.deep.equal(paths);
    });
  }
});
