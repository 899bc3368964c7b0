import { SingleBar } from 'cli-progress';
import { InspectorError } from '@inspector/plugin-api';
import { migrateData, type MigrationOutcome, type MigrationStep } from '../../storage/migrate.js';
import { openBackends } from '../../server/open-backends.js';
import type { CliContext } from '../context.js';

/** Options of `inspector migrate-data`. */
export interface MigrateOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly json?: boolean;
}

/** Copies the data of one backend to another and says what came of it. */
export async function migrate(
  { from, to, dryRun = false, verify = false, json = false }: MigrateOptions,
  context: CliContext,
): Promise<void> {
  if (from === to) throw sameBackend();
  const backends = await openBackends(await context.loadConfig(), context.cwd, [from, to]);
  try {
    const [source, destination] = backends.instances;
    if (source === undefined || destination === undefined || source === destination) throw sameBackend();
    if (!source.capabilities.keeps || !destination.capabilities.keeps) {
      const idle = source.capabilities.keeps ? to : from;
      throw new InspectorError(
        'INSP_BAD_REQUEST',
        `The storage backend ${idle} keeps no data; name another one.`,
      );
    }
    const { records } = backends;
    const tally = new Tally();
    const progress = new Progress(context, records.length * 2);
    const onStep = (step: MigrationStep): void => {
      tally.add(step);
      progress.advance();
    };
    const { signal } = context;
    try {
      await migrateData({ source, destination, records, dryRun, verify, signal, onStep });
    } finally {
      progress.stop();
    }
    if (json) context.print(JSON.stringify(tally.summary(), null, 2));
    else tally.print(context, { dryRun, interrupted: signal.aborted });
    if (signal.aborted) context.setExitCode(130);
    else if (tally.failures.length > 0) context.setExitCode(2);
  } finally {
    await backends.close();
  }
}

const sameBackend = (): InspectorError =>
  new InspectorError('INSP_BAD_REQUEST', 'Source and destination can not be the same.');

/** Counts outcomes and keeps the failures. */
class Tally {
  readonly failures: MigrationStep[] = [];
  private readonly counts: Record<MigrationOutcome, number> = {
    copied: 0,
    present: 0,
    absent: 0,
    'without-record': 0,
    failed: 0,
  };

  add(step: MigrationStep): void {
    this.counts[step.outcome]++;
    if (step.outcome === 'failed') this.failures.push(step);
  }

  summary(): object {
    return {
      ...this.counts,
      failures: this.failures.map(({ key, reason }) => ({ ...key, reason })),
    };
  }

  print(context: CliContext, run: { readonly dryRun: boolean; readonly interrupted: boolean }): void {
    const { copied, present, absent, 'without-record': orphaned } = this.counts;
    const total = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    const copiedText = run.dryRun ? `${copied} would be copied` : `${copied} copied`;
    context.print(
      `${copiedText}, ${present} there already, ${absent} without data, ${orphaned} of nodes without a record.`,
    );
    const what = run.dryRun ? 'the dry run of introspection data migration' : 'introspection data migration';
    const head = `${run.interrupted ? 'Interrupted' : 'Finished'} ${what}, total records: ${total}. `;
    if (this.failures.length === 0) {
      context.print(`${head}${endOf(run)}`);
      return;
    }
    context.print(`${head}Failed to migrate:`);
    for (const { key, reason } of this.failures) {
      context.print(`${key.uuid}(processed=${key.processed ? 'True' : 'False'}) ${reason ?? ''}`.trimEnd());
    }
  }
}

function endOf({ dryRun, interrupted }: { readonly dryRun: boolean; readonly interrupted: boolean }): string {
  if (interrupted) return 'Run it again for the others.';
  return dryRun ? 'Nothing was written.' : 'all records are migrated successfully.';
}

/** A bar for people, nothing for programs. */
class Progress {
  private readonly bar: SingleBar | undefined;

  constructor({ stderr }: CliContext, total: number) {
    if (!stderr.isTTY) return;
    this.bar = new SingleBar({
      stream: stderr,
      format: '{bar} {percentage}% | {value} of about {total} records | {eta_formatted} left',
      hideCursor: true,
    });
    this.bar.start(total, 0);
  }

  advance(): void {
    this.bar?.increment();
  }

  stop(): void {
    this.bar?.stop();
  }
}
