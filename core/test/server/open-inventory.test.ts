import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { pino } from 'pino';
import { emptyInventory } from '@inspector/plugin-api/inventory';
import { rejection } from '../../../test/mocha/rejection.js';
import { resolveConfig } from '../../src/config/load.js';
import { openInventories, openInventory } from '../../src/server/open-inventory.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('an inventory that is opened without a service', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-open-inventory-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const options = (config: object = {}) => ({
    config: resolveConfig({ plugins: { 'inventory-filesystem': { directory: folder } }, ...config }),
    cwd: ROOT,
    log: pino({ level: 'silent' }),
  });
  const by = { author: 'test', reason: '', source: 'test' };

  it('is the file of OpenStack-Ansible unless the configuration says otherwise', async () => {
    const access = await openInventory(options());
    const { changed } = await access.change((inventory) => ({ ...inventory, racks: { hosts: [] } }), by);
    await access.close();

    expect(access.backend).to.equal('filesystem');
    expect(changed).to.equal(true);
    const stored = JSON.parse(await readFile(join(folder, 'openstack_inventory.json'), 'utf8')) as object;
    expect(stored).to.deep.equal({ ...emptyInventory(), racks: { hosts: [] } });
  });

  it('cannot be used after it was closed', async () => {
    const access = await openInventory(options());
    await access.close();

    expect(await rejection(access.load())).to.have.property('code', 'INSP_INVENTORY_UNAVAILABLE');
  });

  it('says which package is missing', async () => {
    const error = await rejection(openInventory(options({ inventory: { backend: 'parchment' } })));
    expect(error).to.have.property('code', 'INSP_PLUGIN_NOT_INSTALLED');
    expect(error).to.have.property('message').that.contains('inventory.backend').and.contains('parchment');

    const named = await rejection(openInventories(options(), ['filesystem', 'parchment']));
    expect(named)
      .to.have.property('message')
      .that.contains('the command')
      .and.not.contains('inventory.backend');
  });

  it('is not opened twice', async () => {
    const error = await rejection(openInventories(options(), ['filesystem', 'filesystem']));
    expect(error).to.have.property('code', 'INSP_BAD_REQUEST');
  });

  it('has options that are checked before anything is opened', async () => {
    const config = { plugins: { 'inventory-filesystem': { directory: folder, keep: -1 } } };
    const error = await rejection(openInventory(options(config)));
    expect(error).to.have.property('code', 'INSP_PLUGIN_BAD_OPTIONS');
  });
});
