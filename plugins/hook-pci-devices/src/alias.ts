import { isJsonObject, textOf } from '@inspector/plugin-api/ramdisk-data';
import type { PluginLog } from '@inspector/plugin-api';

/** A kind of PCI device and the capability that counts it. */
export interface Alias {
  readonly vendorId: string;
  readonly productId: string;
  readonly name: string;
}

const KEYS = ['vendor_id', 'product_id', 'name'] as const;

/**
 * Reads the configured aliases: objects, or texts that hold one as JSON, with exactly `vendor_id`,
 * `product_id` and `name`. Others are logged and left out.
 */
export const readAliases = (entries: readonly unknown[], log: Pick<PluginLog, 'error'>): Alias[] =>
  entries.flatMap((entry) => {
    const alias = readAlias(typeof entry === 'string' ? parsed(entry) : entry);
    if (alias !== undefined) return [alias];
    log.error(
      { alias: textOf(entry) },
      'PCI alias ignored: it must be an object of exactly vendor_id, product_id and name, all texts',
    );
    return [];
  });

const readAlias = (entry: unknown): Alias | undefined => {
  if (!isJsonObject(entry) || Object.keys(entry).length !== KEYS.length) return undefined;
  const [vendorId, productId, name] = KEYS.map((key) => (Object.hasOwn(entry, key) ? entry[key] : undefined));
  if (typeof vendorId !== 'string' || typeof productId !== 'string') return undefined;
  return typeof name === 'string' && name !== '' ? { vendorId, productId, name } : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
