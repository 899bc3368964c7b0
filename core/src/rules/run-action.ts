import {
  type Json,
  type JsonObject,
  InspectorError,
  type NodeHandle,
  type PatchOperation,
  type PluginLog,
  type RuleParams,
  thrownText,
} from '@inspector/plugin-api';
import { isRefusal, type ExplainRefusal } from '@inspector/plugin-api/node';
import { plainNumbers } from '@inspector/plugin-api/rule-values';
import type { CompiledAction, CompiledRule, Part } from './compile.js';
import { unusable } from './evaluate.js';
import { refused } from './refused-change.js';
import { namesSecret } from '../json/secrets.js';

/** A node handle of which an action can get its own, that names the action where a change is refused when it is sent. */
export interface RuleNode extends NodeHandle {
  /** @param by - who asks for the changes */
  onBehalfOf?(explain: ExplainRefusal, by: string): NodeHandle;
}

/** What actions work on. */
export interface ActionTarget {
  /** The data as hooks left them. */
  readonly data: JsonObject;
  /** The same with the number forms of templates (see `withNumberForms`). */
  readonly forms: JsonObject;
  readonly node: RuleNode;
  readonly log: PluginLog;
  /** Whose signal aborts when the work on the node ends early. Asked only by actions that want it. */
  readonly run: { readonly signal: AbortSignal };
}

/**
 * The parameters of an action with its templates filled in.
 *
 * @param data - introspection data with number forms
 * @throws `INSP_RULE_FAILED` for wrong templates
 */
export function formatParams({ params, formatters }: CompiledAction, data: JsonObject): RuleParams {
  if (formatters.size === 0) return params;
  const formatted = new Map<string, Json>(Object.entries(params));
  for (const [name, format] of formatters) formatted.set(name, format(data));
  return Object.fromEntries(formatted);
}

/**
 * Runs one action. `INSP_RULE_FAILED` from the action passes as it is: its text is meant for the reader. Other
 * errors get the names of rule and action in front.
 */
export async function runAction(
  rule: CompiledRule,
  part: Part<CompiledAction>,
  { data, forms, node, log, run }: ActionTarget,
): Promise<void> {
  if ('problem' in part) throw unusable(rule, `action ${part.op}`, part.problem);
  const { action, operator } = part.ready;
  const disabled = operator.whyDisabled?.();
  if (disabled !== undefined) {
    log.warn(`Rule "${rule.name}": action ${action} is left out: ${disabled}`);
    return;
  }
  let params = part.ready.params;
  try {
    params = formatParams(part.ready, forms);
    const own =
      node.onBehalfOf?.(
        (refusal, operations) => refused(rule, action, refusal, operations),
        `rule ${rule.uuid}`,
      ) ?? node;
    await operator.instance.apply(params, {
      ...{ node: own, data, rule: rule.name, log },
      get signal() {
        return run.signal;
      },
    });
  } catch (error) {
    if (isRefusal(error)) throw refused(withSecrets(rule, params), action, error, paramsAsChanges(params));
    throw explain(rule, action, error);
  }
}

/** A rule that counts as sensitive where a parameter names a secret field. */
const withSecrets = (
  { name, sensitive }: CompiledRule,
  params: RuleParams,
): Pick<CompiledRule, 'name' | 'sensitive'> => ({
  name,
  sensitive:
    sensitive || Object.values(params).some((value) => typeof value === 'string' && namesSecret(value)),
});

/** The parameters of an action, to be shown like changes. */
const paramsAsChanges = (params: RuleParams): PatchOperation[] =>
  Object.entries(plainNumbers({ ...params }) as JsonObject).map(([path, value]) => ({
    op: 'add',
    path,
    value,
  }));

function explain(rule: CompiledRule, action: string, error: unknown): InspectorError {
  const prefix = `Rule "${rule.name}": action ${action} failed: `;
  if (!InspectorError.is(error)) {
    const reason = thrownText(error);
    return new InspectorError('INSP_RULE_FAILED', prefix + reason, { cause: error });
  }
  if (error.code === 'INSP_RULE_FAILED') return error;
  return new InspectorError(error.code, prefix + error.message, { status: error.status, cause: error });
}
