import type { Following } from '../api/use-events.js';
import { Mark, type Kind } from './state.js';

const WORDS: Readonly<Record<Following['course'], readonly [Kind, string, string]>> = {
  joining: ['wait', 'connecting', 'What happens will be shown in a moment'],
  live: ['good', 'live', 'What happens is shown as it happens'],
  asked: [
    'wait',
    'every 2 s',
    'Something on the way holds events back, or too many watch: asked every two seconds',
  ],
  cut: ['bad', 'not connected', 'What happens now is shown when the service answers again'],
};

/** Whether what is shown follows what happens. */
export function Live({ of: { course } }: { readonly of: Following }) {
  const [kind, word, title] = WORDS[course];
  return (
    <span class="live" role="status" title={title}>
      <Mark kind={kind}>{word}</Mark>
    </span>
  );
}
