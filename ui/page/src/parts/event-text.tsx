import type { InspectorEvent } from '@inspector/client';
import { Mark, State, type Kind } from './state.js';
import { count, listOf, objectOf, shown, textOf } from './text.js';

/** Events that are no states. */
const WORDS: Readonly<Record<string, readonly [Kind, string]>> = {
  'introspection.hooks': ['off', 'hooks ran'],
  'introspection.degraded': ['warn', 'degraded'],
  'introspection.deleted': ['off', 'node deleted'],
  'rules.created': ['off', 'rules created'],
  'rules.replaced': ['off', 'rules replaced'],
  'rules.deleted': ['off', 'rules deleted'],
  'pxe-filter.changed': ['off', 'DHCP changed'],
};

/** What happened, as a shape and a word. */
export function Happened({ event: { type, state, details } }: { readonly event: InspectorEvent }) {
  if (state !== null) return <State state={state} />;
  if (hookFailed(type, details)) return <Mark kind="bad">hook failed</Mark>;
  const [kind, word] = WORDS[type] ?? (['off', shown(type, 64)] as const);
  return <Mark kind={kind}>{word}</Mark>;
}

const hookFailed = (type: string, details: unknown): boolean =>
  type === 'introspection.hooks' &&
  listOf(objectOf(details)['results']).some((result) => objectOf(result)['outcome'] === 'failed');

/** Ways into a state that the state does not tell by itself. */
const WAYS: Readonly<Record<string, string>> = {
  timeout: 'it took too long',
  abort_end: 'after an abort',
  postpone: 'a service is away; the data are kept',
  reapply: 'data are processed again',
  recognise: 'a machine in use posted data',
};

/** What a state means. */
const MEANINGS: Readonly<Record<string, string>> = {
  starting: 'DHCP, boot device and power are prepared',
  waiting: 'the machine boots the ramdisk',
  processing: 'the ramdisk has posted data',
  reapplying: 'hooks and rules work on the stored data',
  enrolling: 'no node had these data',
  aborting: 'the machine is powered off',
};

/** What else there is to say of an event. */
export function detailsOf({ type, state, details }: InspectorEvent): string {
  const body = objectOf(details);
  const { from, event, error, rules, changes } = body;
  const person = textOf(objectOf(body['actor'])['user_name'], 80);
  const way = typeof event === 'string' && Object.hasOwn(WAYS, event) ? WAYS[event] : undefined;
  const parts = [
    textOf(error, 1000),
    state === null || error !== undefined ? undefined : (way ?? MEANINGS[state]),
    state === 'error' && typeof from === 'string' ? `while ${shown(from, 20)}` : undefined,
    type === 'introspection.hooks' ? hooksText(body['results']) : undefined,
    type === 'introspection.degraded' ? deviationsText(body) : undefined,
    typeof rules === 'number' ? count(rules, 'rule') : undefined,
    typeof changes === 'number' ? filterText(body) : undefined,
    person === undefined ? undefined : `by ${person}`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** Hooks that did not go well; where all did, how many there were. */
export function hooksText(results: unknown): string {
  const all = listOf(results).map(objectOf);
  const bad = all.filter(({ outcome }) => outcome === 'failed' || outcome === 'degraded');
  if (bad.length === 0) return count(all.length, 'hook');
  return bad
    .map(({ hook, outcome, message }) =>
      [`${shown(hook, 80)} ${shown(outcome, 20)}`, textOf(message, 300)?.replaceAll('\n', '; ')]
        .filter((part) => part !== undefined)
        .join(': '),
    )
    .join(' · ');
}

function deviationsText({ parts, deviations, baseline }: Readonly<Record<string, unknown>>): string {
  const named = listOf(parts, 5)
    .map(objectOf)
    .map(({ change, part, name }) =>
      [change, part, name]
        .map((one) => textOf(one, 80) ?? '')
        .join(' ')
        .trim(),
    );
  const all = typeof deviations === 'number' ? count(deviations, 'deviation') : 'deviations';
  return `${all} from the baseline of the ${textOf(baseline, 100) ?? 'node'}: ${named.join(', ')}`;
}

function filterText({ driver, changes, allowed }: Readonly<Record<string, unknown>>): string {
  const open = typeof allowed === 'number' ? `, open for ${count(allowed, 'MAC')}` : '';
  return `${count(Number(changes), 'change')}${open}, ${textOf(driver, 40) ?? ''}`;
}
