import { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { observedStore } from '../../src/db/observed-store.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import { warnings } from './database-config.js';

describe('a database whose failures are counted', () => {
  const open = async () => {
    const failures: string[] = [];
    const { log } = warnings();
    const store = await openSqlite({ path: undefined, create: true, synchronous: false, log });
    return { failures, store: observedStore(store, (code) => void failures.push(code)) };
  };

  it('tells of what the driver refuses and of coded faults, whatever the way', async () => {
    const { failures, store } = await open();
    const full = () => Promise.reject(new InspectorError('INSP_DB_FULL', 'no room'));
    await store.read((session) => session.all('SELECT nonsense')).catch(() => undefined);
    await store.statement(full).catch(() => undefined);
    await store.transaction(full).catch(() => undefined);
    expect(failures).to.deep.equal(['other', 'INSP_DB_FULL', 'INSP_DB_FULL']);
    await store.close();
  });

  it('does not count work that succeeds, or verdicts such as a lost race', async () => {
    const { failures, store } = await open();
    const race = () => Promise.reject(new InspectorError('INSP_STATE_RACE', 'somebody was faster'));
    expect(await store.read((session) => session.all('SELECT 1 AS one'))).to.deep.equal([{ one: 1 }]);
    await store.transaction(race).catch(() => undefined);
    expect(failures).to.deep.equal([]);
    await store.close();
  });
});
