/** What dnsmasq does with a machine. */
export type Verdict = 'allow' | 'deny';

/** Stands for every machine without a record of its own. */
export const EVERYBODY = '*:*:*:*:*:*';

/** One line that tells dnsmasq to serve or to ignore a machine, line end included. */
export const recordOf = (mac: string, verdict: Verdict): string =>
  verdict === 'deny' ? `${mac},ignore\n` : `${mac}\n`;

/**
 * What a host file says, judged by its size in bytes alone: 18 and 25 for a machine, 12 and 19 for everybody.
 * Anything else says nothing that counts.
 */
export function verdictOfSize(size: number, subject: 'machine' | 'everybody'): Verdict | undefined {
  const name = subject === 'machine' ? 17 : EVERYBODY.length;
  if (size === name + 1) return 'allow';
  return size === name + ',ignore'.length + 1 ? 'deny' : undefined;
}
