import { useEffect, useState } from 'preact/hooks';

/** Times of the API are UTC, with or without saying so. */
export function dateOf(text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const STEPS: readonly [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A span in its two largest units: `2 h 5 min`. */
export function span(seconds: number): string {
  const at = STEPS.findIndex(([size]) => seconds >= size);
  const [size, unit] = STEPS[at] ?? [1, 's'];
  const whole = Math.floor(seconds / size);
  const next = STEPS[at + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds - whole * size) / next[0]);
  return rest > 0 && next !== undefined ? `${whole} ${unit} ${rest} ${next[1]}` : `${whole} ${unit}`;
}

const briefly = (seconds: number): string => (seconds < 1 ? 'under 1 s' : span(seconds));

/** How long ago, in the largest unit. */
export function ago(date: Date, now: number): string {
  const seconds = (now - date.getTime()) / 1000;
  const [size, unit] = STEPS.find(([one]) => Math.abs(seconds) >= one) ?? [1, 's'];
  const number = Math.floor(Math.abs(seconds) / size);
  if (number === 0) return 'now';
  return seconds > 0 ? `${number} ${unit} ago` : `in ${number} ${unit}`;
}

const exact = (date: Date): string => `${date.toISOString().replace('T', ' ').slice(0, 19)} UTC`;

/** One clock for all times of the page. */
const listeners = new Set<() => void>();
setInterval(() => listeners.forEach((tell) => tell()), 1000);

/** Now, in milliseconds, new every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const tell = (): void => setNow(Date.now());
    listeners.add(tell);
    return () => void listeners.delete(tell);
  }, []);
  return now;
}

/** A time as people say it, with the exact one where the mouse rests. */
export function Time({ at }: { readonly at: string | null | undefined }) {
  const now = useNow();
  const date = dateOf(at);
  if (date === undefined) return <span class="none">–</span>;
  return (
    <time dateTime={date.toISOString()} title={exact(date)}>
      {ago(date, now)}
    </time>
  );
}

/** How long something took, or takes so far. */
export function Duration({
  from,
  to,
}: {
  readonly from: string | null | undefined;
  readonly to?: string | null | undefined;
}) {
  const now = useNow();
  const begin = dateOf(from);
  if (begin === undefined) return <span class="none">–</span>;
  const end = dateOf(to)?.getTime() ?? now;
  return <span>{briefly(Math.max(0, end - begin.getTime()) / 1000)}</span>;
}
