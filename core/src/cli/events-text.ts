import type { InspectorEvent, ResetReason } from '@inspector/client';
import { shortTime } from './short-time.js';
import { oneLine } from './table.js';

/** Characters of most types. */
const TYPE_WIDTH = 24;

/** An event on one line: time, what happened, to which node, and what else there is to say. */
export function eventLine(event: InspectorEvent): string {
  const { time, type, name, node } = event;
  const parts = [shortTime(time), type.padEnd(TYPE_WIDTH), name ?? node ?? '-', ...detailsOf(event)];
  return parts
    .map((part) => part.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' '))
    .join('  ')
    .trimEnd();
}

/** What to tell about events that were lost. */
export const resetLine = (reason: ResetReason): string =>
  reason === 'deleted'
    ? 'Events were lost: they were deleted before they could be shown (options events.keep and events.days).'
    : 'Events were lost: the database is another one than before, or was restored from a copy.';

function detailsOf({ type, state, details }: InspectorEvent): string[] {
  const error = textIn(details, 'error');
  const by = userIn(details);
  return [
    ...(state === null ? [] : courseOf(details)),
    ...(type === 'introspection.hooks' ? [hooksText(details['results'])] : []),
    ...counted(details, 'rules'),
    ...counted(details, 'changes'),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(error === undefined ? [] : [oneLine(error)]),
  ].filter((text) => text !== '');
}

/** Where a record comes from, and by which event of a state, where that is not the usual one. */
function courseOf(details: InspectorEvent['details']): string[] {
  const [from, event] = [textIn(details, 'from'), textIn(details, 'event')];
  const how = event !== undefined && TOLD.has(event) ? ` (${event.replace('_', ' ')})` : '';
  return from === undefined ? [] : [`from ${from}${how}`];
}

/** Events of states that the state does not tell by itself. */
const TOLD: ReadonlySet<string> = new Set(['timeout', 'abort_end', 'postpone', 'reapply', 'recognise']);

/** The hooks that did not go well. */
function hooksText(results: unknown): string {
  const all = Array.isArray(results) ? (results as Record<string, unknown>[]) : [];
  const bad = all.filter(({ outcome }) => outcome === 'failed' || outcome === 'degraded');
  if (bad.length === 0) return `${String(all.length)} hooks ran`;
  return bad.map(({ hook, outcome }) => `${String(hook)}: ${String(outcome)}`).join(', ');
}

const counted = (details: InspectorEvent['details'], name: string): string[] =>
  typeof details[name] === 'number' ? [`${String(details[name])} ${name}`] : [];

function textIn(details: object, name: string): string | undefined {
  const value: unknown = Object.hasOwn(details, name)
    ? (details as Record<string, unknown>)[name]
    : undefined;
  return typeof value === 'string' ? value : undefined;
}

function userIn(details: InspectorEvent['details']): string | undefined {
  const actor = details['actor'];
  return typeof actor === 'object' && actor !== null ? textIn(actor, 'user_name') : undefined;
}
