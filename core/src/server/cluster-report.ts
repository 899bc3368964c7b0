import { type Member, thrownText } from '@inspector/plugin-api';
import type {
  AskedProcess,
  ClusterMember,
  ClusterStanding,
  MemberReport,
} from '../reports/cluster-status.js';
import type { ConductorAddress } from '../rpc/conductor-address.js';
import type { Said } from '../rpc/delivery.js';
import { SharedWork } from '../tasks/shared-work.js';
import { conductorIn } from './member-directory.js';

/** How the process that answers learns about the members. */
export interface ClusterSource {
  /** The process that answers. */
  readonly asked: AskedProcess;
  /** Name of the coordination backend. */
  readonly coordination: string;
  /** The members there are, as the coordination backend knows them now. */
  readonly list: () => Promise<readonly Member[]>;
  /** Asks conductors of other processes what they say about themselves, each once; absent: none takes calls. */
  readonly ask?: (conductors: readonly ConductorAddress[]) => Promise<readonly Said[]>;
  /** The member that is this process; absent: it is none. */
  readonly own?: { readonly id: string; report(): Promise<MemberReport> };
}

type Heard = Pick<ClusterMember, 'report' | 'unknown'>;

/** Says which processes share the database, and how each of them stands. */
export class ClusterReport {
  readonly #reads = new SharedWork<ClusterStanding>();

  constructor(private readonly source: ClusterSource) {}

  /**
   * Asks every member once; those who ask at the same time share the answers. A member that says nothing within two
   * seconds is told as silent. Does not fail: what could not be told has a text that says why.
   */
  read(): Promise<ClusterStanding> {
    return this.#reads.join('status', () => this.#read());
  }

  async #read(): Promise<ClusterStanding> {
    const { asked, coordination, list } = this.source;
    try {
      return { asked, coordination, members: await this.#hear(await list()), unknown: null };
    } catch (error) {
      return { asked, coordination, members: [], unknown: thrownText(error) };
    }
  }

  async #hear(members: readonly Member[]): Promise<ClusterMember[]> {
    const { ask, own } = this.source;
    const others = members.filter(({ id }) => id !== own?.id);
    const [said, self] = await Promise.all([
      ask?.(others.flatMap(({ info }) => addressIn(info) ?? [])) ?? [],
      own && members.length > others.length ? ownWord(own) : undefined,
    ]);
    const heard = new Map(said.map((one) => [one.conductor.instance, wordOf(one)]));
    // The latest membership of a process counts: one that was lost stays in the list until it has run out.
    const latest = new Map(members.map(({ id, info }) => [addressIn(info)?.instance, id]));
    return members.map((member) => {
      const isOwn = member.id === own?.id;
      const instance = addressIn(member.info)?.instance;
      const isOld = instance !== undefined && latest.get(instance) !== member.id;
      const word = isOwn ? self : isOld ? OLD : heard.get(instance ?? '');
      return { ...identityOf(member), asked: isOwn, ...(word ?? NOT_ASKED) };
    });
  }
}

const NOT_ASKED: Heard = { report: null, unknown: 'it takes no calls of other processes: ask it itself' };

const OLD: Heard = { report: null, unknown: 'it was lost, and its process is a member again' };

async function ownWord(own: NonNullable<ClusterSource['own']>): Promise<Heard> {
  return { report: workload(await own.report(), 0, 0), unknown: null };
}

/** When the answer was written is not known better than within the time that the question took. */
function wordOf(said: Said): Heard {
  if ('silence' in said) return { report: null, unknown: said.silence };
  const { result, milliseconds, at } = said;
  const report = result as MemberReport;
  return { report: workload(report, report.time - (at - milliseconds / 2), milliseconds / 2), unknown: null };
}

const workload = (
  { leads, leases, reboot_queue, background_running, background_queued, filter }: MemberReport,
  differenceMilliseconds: number,
  accuracyMilliseconds: number,
): ClusterMember['report'] => ({
  ...{ leads, leases, reboot_queue, background_running, background_queued, filter },
  clock_difference: rounded(differenceMilliseconds),
  clock_accuracy: rounded(accuracyMilliseconds),
});

/** Seconds with three decimals. */
const rounded = (milliseconds: number): number => Math.round(milliseconds) / 1000;

const NEVER = new AbortController().signal;

function addressIn(info: Member['info']): ConductorAddress | undefined {
  const found = conductorIn(info);
  return found && { host: found.host, instance: found.instance, url: found.url, gone: NEVER };
}

/** What a member tells of itself through the coordination backend; older versions tell less. */
function identityOf({ id, info, leader }: Member): Omit<ClusterMember, 'asked' | 'report' | 'unknown'> {
  const { host, process, program, version, schema_revision: schema, leaving } = info;
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    id,
    host: textOrNull(host),
    process: typeof process === 'number' ? process : null,
    program: program === 'serve' || program === 'conductor' ? program : null,
    version: textOrNull(version),
    schema_revision: textOrNull(schema),
    leader,
    leaving: leaving === true,
  };
}
