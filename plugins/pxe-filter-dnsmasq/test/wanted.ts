import type { WantedFilterState } from '@inspector/core';

/** Two enrolled machines and one nobody has enrolled. */
export const A = '52:54:00:aa:00:01';
export const B = '52:54:00:aa:00:02';
export const STRANGER = '52:54:00:aa:00:03';

/** What DHCP should do: `allowed` and `denied` machines, and whether unknown machines are welcome. */
export function wanted(
  allowed: readonly string[],
  denied: readonly string[],
  unknown: 'allow' | 'deny',
): WantedFilterState {
  return {
    allowed: new Set(allowed),
    denied: new Set(denied),
    unknown,
    active: unknown === 'allow' || allowed.length > 0,
    denyUnknownMacs: unknown === 'deny' && allowed.length > 0,
  };
}

/** A logger that keeps its lines. */
export function recordingLog() {
  const lines: string[] = [];
  const write = (level: string) => (first: object | string, second?: string) =>
    void lines.push(`${level}: ${typeof first === 'string' ? first : (second ?? '')}`);
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
