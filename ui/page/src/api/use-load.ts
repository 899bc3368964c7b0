import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** What was asked for, as far as it is known. */
export interface Loaded<T> {
  /** The newest answer; kept while the next one is on its way, and when it fails. */
  readonly data: T | undefined;
  readonly error: Error | undefined;
  /** Asks again now. */
  readonly reload: () => void;
}

/** Most seconds until it is asked again after a failure. */
const AGAIN = 2;

/**
 * Asks when a view opens, and again every so many seconds while somebody can see the page.
 *
 * @param key - what is asked for: another key forgets the answer
 * @param seconds - 0: once
 */
export function useLoad<T>(
  key: string,
  ask: (signal: AbortSignal, before: T | undefined) => Promise<T>,
  seconds = 0,
): Loaded<T> {
  const [answer, setAnswer] = useState<{ key: string; data?: T; error?: Error }>({ key });
  const [turn, setTurn] = useState(0);
  const newest = useRef<T | undefined>(undefined);
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    newest.current = undefined;
  }, [key]);
  useEffect(() => {
    const control = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async (): Promise<void> => {
      let pause = seconds;
      try {
        const data = await asking.current(control.signal, newest.current);
        if (control.signal.aborted) return;
        newest.current = data;
        setAnswer({ key, data });
      } catch (error) {
        if (control.signal.aborted) return;
        pause = Math.min(seconds, AGAIN);
        setAnswer((before) => ({
          ...(before.key === key ? before : { key }),
          error: error instanceof Error ? error : new Error(String(error)),
        }));
      }
      if (seconds > 0) timer = setTimeout(again, pause * 1000);
    };
    const again = (): void => {
      if (document.hidden) document.addEventListener('visibilitychange', again, { once: true });
      else void run();
    };
    void run();
    return () => {
      control.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [key, turn, seconds]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isOurs = answer.key === key;
  return { data: isOurs ? answer.data : undefined, error: isOurs ? answer.error : undefined, reload };
}
