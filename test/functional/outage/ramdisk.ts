import { pass, quick } from './quick-time.js';

/** Seconds after the first post at which ironic-python-agent repeats it. */
const POSTS = [0, 5, 10, 16, 28];
/** Seconds without an answer after which it gives a post up, and its unit is started again. */
const READ_TIMEOUT = 30;
const RESTART = 30;
/** How often the unit is started again; out there it is for ever. */
const RUNS = 6;

/** How the posts of a ramdisk ended. */
export interface RamdiskResult {
  /** Status of the last answer; undefined: there was none. */
  readonly status: number | undefined;
  /** Statuses of all answers, `none` for a post that got none. */
  readonly answers: readonly (number | 'none')[];
}

/** Posts data as the real ramdisk does: it repeats after 409, 500 and above, and lost connections, and ends with anything else. */
export async function runRamdisk(url: string, data: object): Promise<RamdiskResult> {
  const answers: (number | 'none')[] = [];
  const body = JSON.stringify(data);
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    for (const moment of POSTS) {
      await pass(begun + quick(moment) - performance.now());
      const status = await post(url, body);
      answers.push(status);
      if (typeof status === 'number' && status < 500 && status !== 409) return { status, answers };
    }
    await pass(quick(RESTART));
  }
  return { status: undefined, answers };

  async function post(to: string, text: string): Promise<number | 'none'> {
    try {
      const signal = AbortSignal.timeout(quick(READ_TIMEOUT));
      return (await fetch(`${to}/v1/continue`, { method: 'POST', body: text, signal })).status;
    } catch {
      return 'none';
    }
  }
}
