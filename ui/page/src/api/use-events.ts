import { useEffect, useRef, useState } from 'preact/hooks';
import { followEvents, type Course, type EventChoice, type EventListener } from './follow-events.js';

/** How a view follows events at the moment. */
export interface Following {
  readonly course: Course;
  /** Why there are none. */
  readonly error: Error | undefined;
  /** Begins anew. */
  readonly again: () => void;
}

/**
 * Follows events for as long as a view is there.
 *
 * @param recent - most events that have happened already to begin with
 * @param isOn - false: it does not
 */
export function useEvents(
  choice: EventChoice,
  recent: number,
  listener: Omit<EventListener, 'onCourse'>,
  isOn = true,
): Following {
  const [state, setState] = useState<{ course: Course; error?: Error | undefined }>({ course: 'joining' });
  const [turn, setTurn] = useState(0);
  const told = useRef(listener);
  told.current = listener;
  const { node, type } = choice;
  useEffect(() => {
    if (!isOn) return undefined;
    const control = new AbortController();
    setState({ course: 'joining' });
    /** What comes when the view is gone is of no use to anybody. */
    const ifThere =
      <T>(tell: (value: T) => void) =>
      (value: T): void => {
        if (!control.signal.aborted) tell(value);
      };
    void followEvents(
      { node, type },
      recent,
      {
        onBegin: ifThere((events) => told.current.onBegin(events)),
        onEvents: ifThere((events) => told.current.onEvents(events)),
        onReset: ifThere((reason) => told.current.onReset(reason)),
        onCourse: (course, error) => {
          if (!control.signal.aborted) setState({ course, error });
        },
      },
      control.signal,
    );
    return () => control.abort();
  }, [node, type, recent, turn, isOn]);
  return {
    course: state.course,
    error: state.error,
    again: () => setTurn((before) => before + 1),
  };
}
