import type { Conductor, PostSender } from '../conductor/types.js';
import type { InspectorConfig } from '../config/types.js';
import type {
  BaselineRepository,
  EventRepository,
  HistoryRepository,
  HookResultRepository,
  RecordRepository,
  SummaryRepository,
  UnmatchedRepository,
} from '../db/types.js';
import type { EventStreams } from './events/event-streams.js';
import type { InventoryGeneration } from './inventory/inventory-generation.js';
import type { InventorySource } from '../inventory/types.js';
import type { ClusterStanding } from '../reports/cluster-status.js';
import type { Diagnosis } from '../reports/diagnosis.js';
import type { Log } from '../log/log.js';
import type { Pages } from './pages/pages.js';
import type { Metrics } from '../metrics/metrics.js';
import type { StoredRules } from '../rules/types.js';
import type { StorageBackend } from '@inspector/plugin-api';
import type { Readiness } from './health/readiness.js';
import type { AuditTrail } from './audit/audit-entry.js';
import type { AccessControl } from '../access/access-control.js';
import type { Sessions } from '../access/session/sessions.js';

/** What the API works with. It reads the database and storage itself and leaves all work to the conductor. */
export interface ApiDependencies {
  readonly config: InspectorConfig;
  readonly records: Pick<RecordRepository, 'get' | 'list'>;
  readonly hookResults: Pick<HookResultRepository, 'list'>;
  readonly history: HistoryRepository;
  readonly summaries: SummaryRepository;
  readonly baselines: Omit<BaselineRepository, 'applying'>;
  readonly events: Pick<EventRepository, 'after' | 'newest' | 'range'>;
  readonly streams: Pick<EventStreams, 'open' | 'size'>;
  readonly unmatched: Pick<UnmatchedRepository, 'list'>;
  /** Keeps posts of ramdisks that were refused; undefined: nobody does. */
  readonly refused?:
    { noteRefused(text: string | undefined, sender: PostSender, reason: string): void } | undefined;
  /** Finds out why a node or a machine stands where it does; never rejects because a peer is away. */
  readonly diagnosis: { of(asked: string): Promise<Diagnosis> };
  readonly rules: StoredRules;
  readonly storage: Pick<StorageBackend, 'get'>;
  readonly conductor: Conductor;
  readonly inventory: InventorySource;
  readonly generation: InventoryGeneration;
  /** Asks all members how they stand; never rejects. */
  readonly cluster: { read(): Promise<ClusterStanding> };
  readonly metrics: Pick<Metrics, 'text' | 'contentType' | 'httpSeconds'>;
  readonly log: Log;
  readonly access: AccessControl;
  /** Logins from pages; undefined: nobody has to log in. */
  readonly sessions?: Sessions | undefined;
  /** Says whether the service can do its work; undefined: nobody looks. */
  readonly readiness?: Readiness | undefined;
  /** Pages for browsers; undefined: none is installed. */
  readonly pages?: Pages | undefined;
  /** Takes down who did what; undefined: nothing does. */
  readonly audit?: AuditTrail | undefined;
}
