import type { IntrospectionState } from '@inspector/client';

/** What people read, and the shape that says the same without colour. */
const STATES: Readonly<Record<string, { readonly word: string; readonly kind: Kind }>> = {
  starting: { word: 'starting', kind: 'busy' },
  waiting: { word: 'waiting', kind: 'wait' },
  processing: { word: 'processing', kind: 'busy' },
  reapplying: { word: 'reapplying', kind: 'busy' },
  enrolling: { word: 'enrolling', kind: 'busy' },
  aborting: { word: 'aborting', kind: 'wait' },
  finished: { word: 'finished', kind: 'good' },
  error: { word: 'error', kind: 'bad' },
};

/** What a mark stands for. */
export type Kind = 'good' | 'bad' | 'busy' | 'wait' | 'warn' | 'off';

const SHAPES: Readonly<Record<Kind, string>> = {
  good: 'M3 8.5l3.5 3.5L13 4.5',
  bad: 'M4 4l8 8M12 4l-8 8',
  busy: 'M4 3l8 5-8 5z',
  wait: 'M4 2.5h8M4 13.5h8M5 3l6 10M11 3L5 13',
  warn: 'M8 2.5l6.5 11h-13zM8 6.5v3M8 11.3v.4',
  off: 'M3 8h10',
};

/** A shape and a word. */
export function Mark({ kind, children }: { readonly kind: Kind; readonly children: string }) {
  return (
    <span class={`mark ${kind}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={SHAPES[kind]} />
      </svg>
      {children}
    </span>
  );
}

/** Where an introspection stands. */
export function State({ state }: { readonly state: string }) {
  const { word, kind } = STATES[state] ?? { word: state, kind: 'off' };
  return <Mark kind={kind}>{word}</Mark>;
}

/** States in which work goes on. */
export const ACTIVE: readonly IntrospectionState[] = [
  'starting',
  'waiting',
  'processing',
  'reapplying',
  'enrolling',
  'aborting',
];

/** All states, those that somebody has to look at first. */
export const ALL_STATES: readonly IntrospectionState[] = ['error', ...ACTIVE, 'finished'];
