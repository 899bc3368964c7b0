import { InspectorError } from '@inspector/plugin-api';
import { secretVariables, type InventoryDocument } from '@inspector/plugin-api/inventory';

/** Variables that a message names. */
const NAMED = 5;

/**
 * Looks for variables that seem to hold secrets.
 *
 * @param policy - option `inventory.secrets`
 * @returns warnings, about the ones that were not there before
 * @throws `INSP_INVENTORY_SECRETS`
 */
export function checkSecrets(
  before: InventoryDocument,
  after: InventoryDocument,
  policy: 'warn' | 'reject' | 'allow',
): string[] {
  if (policy === 'allow') return [];
  const found = secretVariables(after).map(({ path }) => path);
  if (policy === 'reject' && found.length > 0) {
    throw new InspectorError(
      'INSP_INVENTORY_SECRETS',
      `The inventory is not written: ${named(found)} would be readable for everybody who reads the inventory. Encrypt them with ansible-vault, or set inventory.secrets to "warn".`,
    );
  }
  const known = new Set(secretVariables(before).map(({ path }) => path));
  const fresh = found.filter((path) => !known.has(path));
  if (fresh.length === 0) return [];
  return [
    `${named(fresh)} can be read by everybody who reads the inventory. Better encrypt them with ansible-vault.`,
  ];
}

function named(paths: readonly string[]): string {
  const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more variables` : '';
  return `${paths.slice(0, NAMED).join(', ')}${more}`;
}
