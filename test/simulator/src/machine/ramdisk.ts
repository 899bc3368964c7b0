import { setTimeout as wait } from 'node:timers/promises';

/** How a ramdisk posts its data. */
export interface PostOptions {
  /** Where to: complete URL of the callback, `http://…/v1/continue`. */
  readonly callbackUrl: string;
  /** Attempts in all; default 5 as in the real ramdisk. */
  readonly attempts?: number;
  /** Milliseconds between attempts; the real one waits 5 to 30 s. Default 50. */
  readonly retryDelayMs?: number;
  readonly signal?: AbortSignal;
}

/** What became of a post. */
export interface PostResult {
  /** Status of the last answer; undefined if none ever came. */
  readonly status: number | undefined;
  /** Node the service recognised, if it said so. */
  readonly uuid: string | undefined;
  /** Text of the last answer, or of the last connection error. */
  readonly text: string;
  readonly attempts: number;
}

/**
 * Posts data as the real ramdisk does: connection errors, 409 and everything from 500 on are tried again, any
 * other refusal is final. Never throws for what the service does.
 */
export async function postAsRamdisk(body: string, options: PostOptions): Promise<PostResult> {
  const { attempts = 5, retryDelayMs = 50, signal } = options;
  let last: PostResult = { status: undefined, uuid: undefined, text: '', attempts: 0 };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    last = await post(body, options, attempt);
    const final = last.status !== undefined && last.status !== 409 && last.status < 500;
    if (final || attempt === attempts || signal?.aborted === true) break;
    await wait(retryDelayMs, undefined, { ref: true, ...(signal === undefined ? {} : { signal }) }).catch(
      ignoreAbort,
    );
  }
  return last;
}

async function post(
  body: string,
  { callbackUrl, signal }: PostOptions,
  attempt: number,
): Promise<PostResult> {
  try {
    const response = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, uuid: uuidIn(text), text, attempts: attempt };
  } catch (error) {
    return { status: undefined, uuid: undefined, text: describe(error), attempts: attempt };
  }
}

function uuidIn(text: string): string | undefined {
  const found = /"uuid"\s*:\s*"([0-9a-fA-F-]{36})"/.exec(text);
  return found?.[1];
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
