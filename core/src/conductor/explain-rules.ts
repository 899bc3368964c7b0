import { InspectorError } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import { isObject, parseVerbatim, writeVerbatim } from '@inspector/plugin-api/rule-values';
import type { ExplainRequest, RuleOperations } from '../rules/types.js';
import { parsePostedData } from './posted-data.js';

/**
 * Dry run of the rules for a request.
 *
 * @param text - the request as received
 * @param resolve - UUID of a node given by UUID or name
 * @returns JSON text
 */
export async function explainRules(
  text: string,
  resolve: (node: string) => Promise<string>,
  rules: Pick<RuleOperations, 'explain'>,
): Promise<string> {
  const { node, ...which } = requestIn(text);
  return writeJson(await rules.explain({ node: await resolve(node), ...which }));
}

function requestIn(text: string): ExplainRequest {
  const { data } = parsePostedData(text);
  const node = textMember(data, 'node');
  const rule = textMember(data, 'rule');
  if (node === undefined || node === '')
    throw new InspectorError('INSP_BAD_REQUEST', '`node` must name a node');
  if (rule === undefined && Object.hasOwn(data, 'rule')) {
    throw new InspectorError('INSP_BAD_REQUEST', '`rule` must be the UUID of a rule');
  }
  if (!Object.hasOwn(data, 'rules')) return { node, ...(rule === undefined ? {} : { rule }) };
  if (rule !== undefined) {
    throw new InspectorError('INSP_BAD_REQUEST', 'Give either `rule` or `rules`, not both');
  }
  return { node, rules: verbatimRules(text) };
}

/** The rules of a request as JSON text, numbers as they were written. */
function verbatimRules(text: string): string {
  const request = parseVerbatim(text);
  return writeVerbatim(isObject(request) ? request['rules'] : undefined);
}
