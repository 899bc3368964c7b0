import { writeJson } from '@inspector/plugin-api/json';
import type { InventoryBackend, InventoryWrite } from '@inspector/plugin-api';
import { createContext, recordLog, type InventoryUnderTest, type RecordedLog } from '@inspector/test-kit';
import inventory from '../src/index.js';
import { startFakeCraton, type CratonUser, type FakeCraton } from './craton/fake-craton.js';

/** Options of the backend over those that lead to the fake. */
export type GivenOptions = Readonly<Record<string, string | number | boolean>>;

/** Opens the inventory in a fake Craton. */
export async function openCraton(
  craton: FakeCraton,
  options: GivenOptions = {},
  { log = recordLog(), user = craton.user }: { readonly log?: RecordedLog; readonly user?: CratonUser } = {},
): Promise<InventoryBackend> {
  const { username, password, projectId } = user;
  return inventory.setup(
    createContext(inventory, {
      options: { url: craton.url, username, password, projectId, ...options },
      log,
    }),
  );
}

/** A fake Craton with the backend, as the suite wants it. */
export async function cratonUnderTest(options: GivenOptions = {}): Promise<InventoryUnderTest> {
  const craton = await startFakeCraton();
  return {
    backend: await openCraton(craton, options),
    another: () => openCraton(craton, options),
    elsewhere: () => openCraton(craton, { ...options, region: 'elsewhere' }),
    async breakIt() {
      craton.fault = () => 'reset';
    },
    async mendIt() {
      craton.fault = () => undefined;
    },
    async lockOut() {
      craton.user.password = 'another-key';
    },
    async damage() {
      const [region] = craton.tables.regions;
      const text = region?.variables['inspector_document'];
      if (region !== undefined) region.variables['inspector_document'] = String(text).slice(0, 30);
    },
    inside: async () => writeJson(JSON.parse(JSON.stringify(craton.tables, written))),
    secrets: ['the-key-of-craton'],
    cleanUp: () => craton.stop(),
  };
}

const written = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

/** How the tests write. */
export const write = (more: Partial<InventoryWrite> = {}): InventoryWrite => ({
  author: 'ada',
  reason: '',
  source: 'test',
  summary: null,
  ...(more.expected === undefined && { force: true }),
  ...more,
});
