import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Nodes, type NodeList } from './nodes.js';
import { useMay } from './session.js';
import { useEvents, type Following } from './use-events.js';
import type { Loaded } from './use-load.js';
import { pause, seen } from './waiting.js';

/** Milliseconds between two looks: where nobody tells what happens, where events do, and at least. */
const [EVERY, SWEEP, LEAST] = [2000, 60_000, 300];

/** All nodes, read once, and anew where events tell that something has happened to one. */
export function useNodes(): Loaded<NodeList> & { readonly following: Following | undefined } {
  const may = useMay();
  const [withMachines, withEvents] = [may('data'), may('events')];
  const [state, setState] = useState<{ data?: NodeList; error?: Error | undefined }>({});
  const nodes = useRef(new Nodes());
  const changed = useRef(new Set<string>());
  /** Whether there is a reason to look at once, and what ends a pause. */
  const call = useRef({ isWaiting: false, wake: (): void => undefined });
  const lookNow = useCallback(() => {
    call.current.isWaiting = true;
    call.current.wake();
  }, []);
  const following = useEvents(
    { type: 'introspection' },
    1,
    {
      onBegin: () => undefined,
      onEvents: (events) => {
        for (const { node } of events) if (node !== null) changed.current.add(node);
        lookNow();
      },
      onReset: () => {
        nodes.current.forget();
        lookNow();
      },
    },
    withEvents,
  );
  const isTold = following.course === 'live' || following.course === 'asked';
  const told = useRef(isTold);
  told.current = isTold;
  useEffect(lookNow, [isTold]);
  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    /** Returns false where it failed. */
    const look = async (): Promise<boolean> => {
      const some = [...changed.current];
      changed.current.clear();
      try {
        const data = await nodes.current.read(
          signal,
          withMachines,
          told.current ? some : undefined,
          (part) => {
            if (!signal.aborted) setState({ data: part });
          },
        );
        if (!signal.aborted) setState({ data });
        return true;
      } catch (error) {
        for (const uuid of some) changed.current.add(uuid);
        if (!signal.aborted) setState((before) => ({ ...before, error: error as Error }));
        return false;
      }
    };
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        call.current.isWaiting = false;
        const isDone = await look();
        await pause(isDone ? LEAST : EVERY, signal);
        if (isDone && !call.current.isWaiting)
          await pause(told.current ? SWEEP : EVERY, signal, (wake) => (call.current.wake = wake));
        await seen(signal);
      }
    };
    void run();
    return () => control.abort();
  }, [withMachines]);
  return {
    data: state.data,
    error: state.error,
    reload: lookNow,
    following: withEvents ? following : undefined,
  };
}
