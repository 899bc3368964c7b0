import type { Baseline, BaselineCheck } from '@inspector/client';
import { differenceTable, runText } from './diff-text.js';
import { shortTime } from './short-time.js';
import { oneLine, tableLines } from './table.js';

/** What a baseline is for, in words. */
export const scopeText = ({ kind, uuid, class: name }: Baseline): string =>
  kind === 'node' ? `node ${uuid ?? ''}` : oneLine(`class ${name ?? ''}`);

/** What `inspector baseline show` prints for people. */
export function baselineTable(baselines: readonly Baseline[]): string[] {
  if (baselines.length === 0) return ['No baseline is set.'];
  return tableLines(
    [
      'FOR',
      'SET (UTC)',
      'BY',
      'TAKEN FROM',
      'PRODUCT',
      'FIRMWARE',
      'CPUS',
      'MEMORY_MB',
      'DISKS',
      'DISK_GB',
      'NICS',
    ],
    baselines.map((baseline) => {
      const { set_at: setAt, user, source, hardware } = baseline;
      const { product, firmware, cpus, memory_mb: memory, disks, disk_gb: size, nics } = hardware;
      return [
        ...[scopeText(baseline), shortTime(setAt), user ?? '-', `${source.uuid} ${source.number}`],
        ...[product, firmware, cpus, memory, disks, size, nics].map((value) => String(value ?? '-')),
      ];
    }),
  );
}

/** What `inspector baseline check` prints for people. */
export function checkLines(node: string, { baseline, run, differences }: BaselineCheck): string[] {
  const head = `${oneLine(node)}: baseline of ${scopeText(baseline)} (${shortTime(baseline.set_at)}) → ${runText(run)}`;
  if (differences.length === 0) return [head, 'The hardware is as it should be.'];
  return [head, ...differenceTable(differences)];
}
