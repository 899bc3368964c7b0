import { InspectorError, type PatchOperation } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import type { CompiledRule } from './compile.js';
import { HIDDEN, hideSecrets, namesSecret } from '../json/secrets.js';

/** Changes of one action that are named; an action has rarely more than one. */
const SHOWN = 3;
/** Characters of a value that are shown. */
const LONGEST = 200;

/**
 * The failure of a rule whose change the bare metal service refuses: names rule, action and value. Values of sensitive
 * rules and of secret fields are hidden, also where the service repeats them.
 */
export function refused(
  rule: Pick<CompiledRule, 'name' | 'sensitive'>,
  action: string,
  refusal: InspectorError,
  operations: readonly PatchOperation[],
): InspectorError {
  const shown = operations.slice(0, SHOWN).map((operation) => shownChange(operation, rule.sensitive));
  const secrets = operations.filter(({ path }) => rule.sensitive || namesSecret(path));
  const words = secrets.reduce((text, { value }) => withoutValue(text, value), refusal.message);
  return new InspectorError(
    'INSP_RULE_FAILED',
    `Rule "${rule.name}": action ${action} failed: the bare metal service refuses ${shown.join(', ')}: ${words}`,
    { cause: refusal },
  );
}

function shownChange({ path, value }: PatchOperation, isSensitive: boolean): string {
  if (value === undefined) return path;
  if (isSensitive || namesSecret(path)) return `${path} = ${HIDDEN}`;
  const text = writeJson(hideSecrets(value));
  return `${path} = ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}

const withoutValue = (text: string, value: PatchOperation['value']): string =>
  typeof value === 'string' && value !== '' ? text.replaceAll(value, HIDDEN) : text;
