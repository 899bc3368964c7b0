import { hostname } from 'node:os';
import type { InspectorConfig } from '../config/types.js';
import { newestRevision } from '../db/chain.js';
import type { AskedProcess } from '../reports/cluster-status.js';
import { readOwnVersion } from './own-version.js';

/** What operators call this machine. */
export const ownHost = ({ host }: Pick<InspectorConfig, 'host'>): string => host ?? hostname();

/** What names this process among those that share the database. */
export type OwnIdentity<Program> = Omit<AskedProcess, 'program'> & { readonly program: Program };

/**
 * What this process says about itself to others.
 *
 * @param program - the command that runs it
 */
export const ownIdentity = async <Program extends 'api' | 'serve' | 'conductor'>(
  config: Pick<InspectorConfig, 'host'>,
  program: Program,
): Promise<OwnIdentity<Program>> => ({
  host: ownHost(config),
  process: process.pid,
  program,
  version: readOwnVersion(),
  schema_revision: await newestRevision(),
});
