import type { StoredEvent, StoredRecord } from '../db/types.js';
import { member, textMember } from '@inspector/plugin-api/ramdisk-data';
import type { CauseCode } from './causes.js';
import { recordIn, storedIn, type Facts, type StoredFacts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at } from './moments.js';

/** Beginnings of texts that Inspector itself ends introspections with, and what they mean. */
const WORDS: readonly (readonly [string, CauseCode])[] = [
  ['Failed to power on the node', 'WHY_POWER_ON_FAILED'],
  ['Failed to set boot device to PXE', 'WHY_BOOT_DEVICE_FAILED'],
  ['Failed to power off node', 'WHY_POWER_OFF_FAILED'],
  ['No lookup attributes were found', 'WHY_NO_PORT'],
  ['The service stopped while the node was in state', 'WHY_SERVICE_STOPPED'],
  ['The lease of node', 'WHY_LEASE_LOST'],
  ['The PXE filter driver ', 'WHY_FILTER_FAILED'],
  ['Hook ', 'WHY_HOOK_FAILED'],
];
/** What Ironic says of a node that it works on. */
const LOCKED = /is locked by host/;
/** Rules named in a sentence. */
const NAMED = 5;

/** Why an introspection failed, from what was kept when it ended. */
export function whyItFailed(facts: Facts): Finding[] {
  const [record, stored] = [recordIn(facts), storedIn(facts)];
  if (record?.state !== 'error' || stored === undefined) return [];
  const found = byItsEnd(record, stored) ?? [...byRules(stored), ...byHooks(stored)];
  const said = found.length > 0 ? found : byItsWords(record, stored);
  const error = record.error ?? 'no error text';
  return [
    ...(said.length > 0
      ? said
      : [finding('WHY_FAILED', 'sure', `The introspection ended with the error: ${error}`)]),
    ...changedByRules(stored),
  ];
}

/** How an introspection ended, as the event of its end tells: no ramdisk and no rule has a say in that. */
function byItsEnd(record: StoredRecord, { events }: StoredFacts): readonly Finding[] | undefined {
  const end = endOf(record, events);
  const how = end && textMember(end.body, 'event');
  if (end === undefined || (how !== 'abort_end' && how !== 'timeout')) return undefined;
  const error = record.error ?? '';
  if (how === 'abort_end') {
    const who = actorOf(events.find(({ type }) => type === 'introspection.aborting') ?? end);
    const more = error === '' ? '' : ` Its error text is: ${error}`;
    return [finding('WHY_ABORTED', 'sure', `An operator${who} aborted it at ${at(end.time)}.${more}`)];
  }
  if (error !== 'Introspection timeout') return [finding('WHY_WORK_TOO_LONG', 'sure', error)];
  const from = textMember(end.body, 'from') ?? 'waiting';
  const began = record.startedAt === null ? '' : `It began at ${at(record.startedAt)}. `;
  const what = from === 'waiting' ? 'No data of its machine had come' : `It was still in the state ${from}`;
  return [finding('WHY_TIMED_OUT', 'sure', `${began}${what} until ${at(end.time)}, when its time was over.`)];
}

const endOf = ({ introspection }: StoredRecord, events: readonly StoredEvent[]): StoredEvent | undefined =>
  events.find((event) => event.type === 'introspection.error' && event.introspection === introspection);

/** Who sent the request that an event came of, for a sentence. */
function actorOf({ body }: StoredEvent): string {
  const actor = member(body, 'actor');
  const name = textMember(actor, 'user_name') ?? textMember(actor, 'user_id');
  return name === undefined ? '' : ` (${name})`;
}

function byRules({ run, record }: StoredFacts): Finding[] {
  return (run?.rules ?? [])
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ uuid, name }) =>
      finding(
        'WHY_RULE_FAILED',
        'sure',
        `The rule ${named(uuid, name)} failed it: ${record?.error ?? 'no text'}`,
      ),
    );
}

const named = (uuid: string, name: string): string => (name === uuid ? uuid : `"${name}" (${uuid})`);

function byHooks({ hooks, record }: StoredFacts): Finding[] {
  const error = record?.error ?? '';
  return hooks
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ hook, message }) => {
      const code = hook === 'ramdisk_error' ? 'WHY_RAMDISK_ERROR' : 'WHY_HOOK_FAILED';
      // Results of hooks stay when data are processed again and no hook is reached.
      const isOfThisRun = error.includes(hook) || (message !== null && error.includes(message));
      const words = message ?? 'it gave no message';
      return finding(code, isOfThisRun ? 'sure' : 'likely', `The hook ${hook} failed: ${words}`);
    });
}

/**
 * What the error text says. A rule can write any text, so it is sure only where it is known that no rule has: rules that
 * failed are found before.
 */
function byItsWords({ error }: StoredRecord, { run }: StoredFacts): Finding[] {
  const text = error ?? '';
  const code = WORDS.find(([beginning]) => text.startsWith(beginning))?.[1];
  const certainty = run === null ? 'likely' : 'sure';
  const locked =
    LOCKED.test(text) && (code !== undefined || text.startsWith('Unexpected exception INSP_BAREMETAL_'));
  return [
    ...(locked ? [finding('WHY_NODE_LOCKED', certainty, text)] : []),
    ...(code === undefined ? [] : [finding(code, locked ? 'likely' : certainty, text)]),
  ];
}

function changedByRules({ run }: StoredFacts): Finding[] {
  const applied = (run?.rules ?? []).filter(({ outcome }) => outcome === 'applied');
  if (applied.length === 0) return [];
  const names = applied.slice(0, NAMED).map(({ uuid, name }) => named(uuid, name));
  const more = applied.length > NAMED ? ` and ${applied.length - NAMED} more` : '';
  return [
    finding('WHY_RULES_CHANGED', 'possible', `Rules that were applied before: ${names.join(', ')}${more}.`),
  ];
}
