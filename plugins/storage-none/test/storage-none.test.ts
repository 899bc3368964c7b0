import { createContext, packageSuite, recordLog, storageSuite } from '@inspector/test-kit';
import { expect } from 'chai';
import definition from '../src/index.js';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
storageSuite({
  ...{ describe, it, before, after },
  name: 'storage none',
  create: async () => ({
    backend: await definition.setup(createContext(definition)),
    cleanUp: () => Promise.resolve(),
  }),
});

describe('storage none', () => {
  it('warns at start that data will be lost', async () => {
    const log = recordLog();
    await definition.setup(createContext(definition, { log }));
    expect(log.lines.filter(({ level }) => level === 'warn')).to.have.length(1);
    expect(log.lines[0]?.message).to.include('will not be stored');
  });

  it('tells a client how to have data stored', async () => {
    const backend = await definition.setup(createContext(definition));
    const error = await backend.get('u', true).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_STORAGE_DISABLED', status: 404 });
    expect(error).to.have.property(
      'message',
      'Inspector is not configured to store data. ' +
        'Set the [processing]store_data configuration option to change this.',
    );
  });
});
