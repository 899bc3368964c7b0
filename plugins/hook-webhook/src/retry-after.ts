/**
 * Seconds that a `Retry-After` asks for; undefined: it asks for nothing that can be understood.
 *
 * @param now - milliseconds since 1970
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max((date - now) / 1000, 0);
}
