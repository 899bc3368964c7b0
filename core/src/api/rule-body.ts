import type { RuleSummary } from '../rules/types.js';
import { selfLink, type Links } from './links.js';

/** A rule in a list, with its link. */
export const ruleSummaryBody = ({ uuid, description, scope }: RuleSummary, links: Links): object => ({
  uuid,
  description,
  scope,
  links: ruleLinks(uuid, links),
});

/**
 * JSON text of a rule with its link added. The text is extended, not parsed and printed again, because the
 * form of its numbers (`5` or `5.0`) has a meaning.
 *
 * @param ruleText text of a JSON object with a `uuid` and without `links`
 */
export function withRuleLinks(ruleText: string, links: Links): string {
  const { uuid } = JSON.parse(ruleText) as RuleSummary;
  const end = ruleText.lastIndexOf('}');
  return `${ruleText.slice(0, end)},"links":${JSON.stringify(ruleLinks(uuid, links))}}\n`;
}

/** Unlike those of introspections, links of rules have no host: clients know them so. */
const ruleLinks = (uuid: string, links: Links) =>
  selfLink(links.relative(`/v1/rules/${encodeURIComponent(uuid)}`));
