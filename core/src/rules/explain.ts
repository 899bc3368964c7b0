import { thrownText, type Json, type JsonObject, type PluginLog } from '@inspector/plugin-api';
import { logLine } from '@inspector/plugin-api/log';
import type { RuleRepository, StoredRule } from '../db/types.js';
import { compileRules, type CompiledAction, type CompiledRule, type Part } from './compile.js';
import { Evaluation } from './evaluate.js';
import { explainCondition } from './explain-condition.js';
import { plainNumbers, withNumberForms } from '@inspector/plugin-api/rule-values';
import type { Operators } from './operators.js';
import { dryRunNode, type DryRunNode, type NodeReads } from './dry-run-node.js';
import type { ShownChange } from '../node/shown-change.js';
import { formatParams, runAction, type ActionTarget } from './run-action.js';
import { readRuleList } from './read-rules.js';
import type { NewRule } from './rule-input.js';
import { HIDDEN, hideSecrets, namesSecret } from '../json/secrets.js';
import { findRule } from './stored-rules.js';
import type { ExplainRequest } from './types.js';
import { createRuleValidator } from './validate.js';

/** What a dry run works with. */
export interface ExplainOptions extends Operators, NodeReads {
  readonly repository: Pick<RuleRepository, 'list' | 'get'>;
  /** Stored processed data of a node. */
  loadData(nodeUuid: string): Promise<JsonObject>;
}

/** One rule on its way through the dry run. */
interface Explained {
  readonly rule: CompiledRule;
  readonly body: JsonObject;
  applies: boolean;
}

/**
 * Makes the dry run of the rules: what each condition found and decided, and what the actions would change.
 * Nothing is changed. As in an introspection, all conditions come before the first action and the first
 * failure ends it; conditions behind a failed one are still shown.
 */
export function createExplain(options: ExplainOptions) {
  const validator = createRuleValidator(options);
  return async ({ node, rule, rules: given }: ExplainRequest): Promise<JsonObject> => {
    const stored =
      given !== undefined
        ? asStored(await readRuleList(given, validator))
        : rule === undefined
          ? await options.repository.list()
          : [await findRule(options.repository, rule)];
    const data = await options.loadData(node);
    const forms = withNumberForms(data);
    const changes: ShownChange[] = [];
    const target = dryRunNode(node, options, recordingLog(changes));
    const evaluation = new Evaluation(forms, target.handle);
    const rules: Explained[] = [];
    let failure: string | undefined;
    for (const compiled of await compileRules(stored, options)) {
      const { explained, error } = await explainConditions(compiled, evaluation);
      rules.push(explained);
      failure ??= error;
    }
    if (failure === undefined) failure = await explainActions(rules, { data, forms }, target, changes);
    return {
      node,
      rules: rules.map(({ body }) => body),
      changes: rules.flatMap(({ body }) => changesOf(body)),
      error: failure ?? null,
    };
  };
}

/** Rules that are not stored, as if they were. */
const asStored = (rules: readonly NewRule[]): StoredRule[] =>
  rules.map((rule) => ({ ...rule, createdAt: '', disabled: false }));

async function explainConditions(
  rule: CompiledRule,
  evaluation: Evaluation,
): Promise<{ explained: Explained; error: string | undefined }> {
  const body: JsonObject = { uuid: rule.uuid, description: rule.name };
  let applies = true;
  let error: string | undefined;
  if (rule.scope !== null) {
    const found = await evaluation.nodeScope();
    applies = rule.scope === found;
    body['scope'] = { expected: rule.scope, found, holds: applies };
  }
  const conditions: JsonObject[] = [];
  for (const condition of rule.conditions) {
    const shown = await explainCondition(rule, condition, evaluation);
    conditions.push(shown.body);
    if (!applies) continue;
    error ??= shown.error;
    applies = shown.holds;
  }
  body['applies'] = applies;
  body['conditions'] = conditions;
  body['actions'] = [];
  return { explained: { rule, body, applies }, error };
}

/** Returns the text of the first failure. */
async function explainActions(
  rules: readonly Explained[],
  { data, forms }: Pick<ActionTarget, 'data' | 'forms'>,
  { handle: node, changes: made }: DryRunNode,
  logged: ShownChange[],
): Promise<string | undefined> {
  const log = recordingLog(logged);
  for (const { rule, body } of rules.filter(({ applies }) => applies)) {
    const actions: JsonObject[] = [];
    body['actions'] = actions;
    for (const action of rule.actions) {
      made.length = 0;
      logged.length = 0;
      const error = await messageOf(() =>
        runAction(rule, action, { data, forms, node, log, run: new AbortController() }),
      );
      const changes = [...made, ...logged].map((change) => showChange(rule, change));
      actions.push({
        ...showAction(rule, action, forms, error === undefined),
        changes,
        ...(error === undefined ? {} : { error: rule.sensitive ? HIDDEN : error }),
      });
      if (error !== undefined) return rule.sensitive ? `Rule "${rule.name}" fails` : error;
    }
  }
  return undefined;
}

async function messageOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return thrownText(error);
  }
}

function showAction(
  rule: CompiledRule,
  part: Part<CompiledAction>,
  data: JsonObject,
  isFormattable: boolean,
): JsonObject {
  if ('problem' in part) return { action: part.op };
  const { action, params } = part.ready;
  if (rule.sensitive) return { action, params: HIDDEN };
  const isSecret = Object.values(params).some((value) => typeof value === 'string' && namesSecret(value));
  const shown = hideSecrets(plainNumbers({ ...(isFormattable ? formatParams(part.ready, data) : params) }));
  if (!isSecret || typeof shown !== 'object' || shown === null || Array.isArray(shown)) {
    return { action, params: shown };
  }
  return { action, params: Object.hasOwn(shown, 'value') ? { ...shown, value: HIDDEN } : shown };
}

function showChange(rule: CompiledRule, { target, op, path, value }: ShownChange): JsonObject {
  const isSecret = rule.sensitive || namesSecret(path ?? '');
  return {
    target,
    op,
    ...(path === undefined ? {} : { path }),
    ...(value === undefined ? {} : { value: isSecret ? HIDDEN : hideSecrets(value) }),
  };
}

function changesOf(body: JsonObject): Json[] {
  const actions = Array.isArray(body['actions']) ? body['actions'] : [];
  return actions.flatMap((action) =>
    typeof action === 'object' &&
    action !== null &&
    !Array.isArray(action) &&
    Array.isArray(action['changes'])
      ? action['changes']
      : [],
  );
}

/** A log that keeps messages as changes instead of writing them. */
function recordingLog(changes: ShownChange[]): PluginLog {
  const record =
    (level: string) =>
    (first: object | string, message?: string): void => {
      changes.push({ target: 'log', op: level, value: logLine(first, message).text });
    };
  return { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') };
}
