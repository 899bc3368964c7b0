import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import type { RuleOperations } from '../rules/types.js';
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
  const { node, rule } = requestIn(parsePostedData(text).data);
  const uuid = await resolve(node);
  return writeJson(await rules.explain({ node: uuid, ...(rule === undefined ? {} : { rule }) }));
}

function requestIn(data: JsonObject): { readonly node: string; readonly rule: string | undefined } {
  const node = textMember(data, 'node');
  const rule = textMember(data, 'rule');
  if (node === undefined || node === '')
    throw new InspectorError('INSP_BAD_REQUEST', '`node` must name a node');
  if (rule === undefined && Object.hasOwn(data, 'rule')) {
    throw new InspectorError('INSP_BAD_REQUEST', '`rule` must be the UUID of a rule');
  }
  return { node, rule };
}
