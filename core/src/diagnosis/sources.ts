import type { Conductor } from '../conductor/types.js';
import type {
  HistoryRepository,
  HookResultRepository,
  RecordRepository,
  TrailRepository,
} from '../db/types.js';
import type { ClusterStanding } from '../reports/cluster-status.js';
import type { Limits } from './facts.js';

/** Where the facts of a diagnosis come from. */
export interface DiagnosisSources {
  readonly records: Pick<RecordRepository, 'get' | 'attributes' | 'findByAttributes' | 'named'>;
  readonly hookResults: Pick<HookResultRepository, 'list'>;
  readonly history: Pick<HistoryRepository, 'list' | 'get'>;
  readonly trail: TrailRepository;
  readonly conductor: Pick<Conductor, 'lookAtMachine' | 'sightsOfMachine'>;
  /** Tells of members that take no calls. */
  readonly cluster: { read(): Promise<ClusterStanding> };
  readonly limits: Limits;
}
