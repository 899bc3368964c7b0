import { databaseOptions } from '../config/options/database.js';
import type { InspectorConfig } from '../config/types.js';

/** An option of a process that may bring the database to the newest revision. */
export interface UpgradeOptions {
  /** Bring the database to the newest revision first. Default: only the sqlite file a first start makes. */
  readonly upgradeDatabase?: boolean | undefined;
}

/** Whether a process brings the database to the newest revision. */
export const shouldUpgrade = ({
  config,
  upgradeDatabase,
}: UpgradeOptions & { readonly config: Pick<InspectorConfig, 'database'> }): boolean =>
  upgradeDatabase ?? config.database.connection === databaseOptions.connection.fallback;
