// What the PXE filters cost at 1,000 and 10,000 ports, beside the driver classes of Debian's ironic-inspector.
//
//   node --import tsx test/bench/filter.ts [ports...]
//
// Ports are listed over HTTP from a fake Ironic in a process of its own; times are beyond that listing. The times of
// ironic-inspector are without any listing and without its privilege helper, and its iptables driver is measured at
// 1,000 ports only. Packet filters are changed in a network namespace. Needs root; exits with 1 when a demand is missed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILTERS, measureFilter, portsFor, startListing, type FilterFigures } from './filter-cases.js';
import { atMost, report, type Row } from './report.js';

const INSIDE = 'INSPECTOR_BENCH_NAMESPACE';
/** Seconds, by the size for which a demand is made. */
const LIMITS = {
  nothing: 0.15,
  one: 0.05,
  full: { dnsmasq: undefined, hostsfile: 0.5, iptables: 0.5, nftables: 0.3 },
};
const REFERENCE = fileURLToPath(new URL('./filter-reference.py', import.meta.url));
const PYTHON = '/usr/bin/python3';

function runInNamespace(): void {
  const name = `insp-bench-${process.pid}`;
  must('ip', 'netns', 'add', name);
  try {
    must('ip', '-n', name, 'link', 'set', 'lo', 'up');
    const self = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const inside = spawnSync('ip', ['netns', 'exec', name, ...self], {
      stdio: 'inherit',
      env: { ...process.env, [INSIDE]: name },
    });
    process.exitCode = inside.status ?? 1;
  } finally {
    must('ip', 'netns', 'del', name);
  }
}

async function measure(): Promise<void> {
  const asked = process.argv.slice(2).map(Number);
  for (const count of asked.length > 0 ? asked : [1000, 10_000]) {
    const folder = mkdtempSync(join(tmpdir(), 'inspector-bench-filter-'));
    chmodSync(folder, 0o755);
    const listing = await startListing(portsFor(count));
    try {
      const rows: Row[] = [];
      for (const filter of FILTERS) {
        const figures = await measureFilter(filter, listing, folder);
        rows.push(...rowsOf(filter, count, figures, referenceFor(filter, count, folder)));
      }
      report(`PXE filters with ${count} ports`, rows);
    } finally {
      await listing.close();
      rmSync(folder, { recursive: true });
    }
  }
}

function rowsOf(
  filter: (typeof FILTERS)[number],
  count: number,
  ours: FilterFigures,
  theirs: Partial<Record<'full' | 'nothing' | 'one', number>>,
): Row[] {
  const limit = LIMITS.full[filter];
  const milliseconds = (what: string, own: number, other: number | undefined, most?: number): Row => ({
    what: `${filter}: ${what}`,
    unit: 'ms',
    ours: own * 1000,
    theirs: other === undefined ? undefined : other * 1000,
    demand: most === undefined ? undefined : atMost(own * 1000, most * 1000),
  });
  return [
    milliseconds('everything from nothing', ours.full, theirs.full, limit),
    milliseconds('nothing changed', ours.nothing, theirs.nothing, LIMITS.nothing),
    {
      what: `${filter}: writes when nothing changed`,
      unit: '',
      ours: ours.idleChanges,
      demand: atMost(ours.idleChanges, 0),
    },
    milliseconds('one machine started', ours.one, theirs.one, LIMITS.one),
    {
      what: `${filter}: synchronisations for 200 starts at once`,
      unit: '',
      ours: ours.burst,
      demand: atMost(ours.burst, 5),
    },
  ].map((row) => ({ ...row, what: `${row.what} (${count})` }));
}

/** The old service's figures; empty where it has no such filter, is not installed or would take minutes. */
function referenceFor(
  filter: (typeof FILTERS)[number],
  count: number,
  folder: string,
): Partial<Record<'full' | 'nothing' | 'one', number>> {
  if (filter !== 'dnsmasq' && (filter !== 'iptables' || count > 1000)) return {};
  mkdirSync(join(folder, 'reference-hosts'), { recursive: true });
  const child = spawnSync(PYTHON, [REFERENCE, folder, filter, String(count)], { encoding: 'utf8' });
  rmSync(join(folder, 'reference.sqlite'), { force: true });
  if (child.status !== 0) {
    console.log(
      `ironic-inspector's ${filter} driver is skipped: ${lastLine(child.stderr ?? String(child.error))}`,
    );
    return {};
  }
  return JSON.parse(lastLine(child.stdout)) as Record<'full' | 'nothing' | 'one', number>;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function must(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

if (process.env[INSIDE] === undefined) runInNamespace();
else await measure();
