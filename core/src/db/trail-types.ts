import type { StoredEvent } from './event-types.js';
import type { StoredUnmatchedPosts } from './unmatched-types.js';

/** A post of a node that waits for a service, without its text. */
export interface KeptPostNote {
  readonly introspection: string;
  /** When it was kept last, UTC without time zone. */
  readonly keptAt: string;
  readonly reason: string;
}

/** What a machine may be recognised by in posts that matched no node. */
export interface MachineKeys {
  readonly macs: readonly string[];
  readonly bmcAddresses: readonly string[];
  /** UUID of the node that it may have been meant for. */
  readonly node?: string | undefined;
}

/** What is stored of the way on which a node came to where it stands. */
export interface TrailRepository {
  /** The latest events of a node, the newest first. */
  events(uuid: string, limit: number): Promise<StoredEvent[]>;
  /** The post of a node that is kept; undefined: none is. */
  keptPost(uuid: string): Promise<KeptPostNote | undefined>;
  /** Posts that matched no node and have to do with a machine, the newest first. */
  unmatched(keys: MachineKeys, limit: number): Promise<StoredUnmatchedPosts[]>;
}
