/** A rule to begin with. */
export const NEW_RULE = `{
  "description": "Says what the rule is for",
  "conditions": [
    { "op": "ge", "field": "inventory.memory.physical_mb", "value": 65536 }
  ],
  "actions": [
    { "action": "set-capability", "name": "size", "value": "big" }
  ]
}
`;

/** Members that the service adds to a rule. */
const ADDED = new Set(['links']);

/** The text of a rule, for people: without what the service adds. Numbers stay as they are written. */
export function editable(text: string): string {
  if (/\d{16}|\d\.0\b/.test(text)) return text.replace(/,?\s*"links":\s*\[[^\]]*\]/, '');
  const rule = JSON.parse(text) as Record<string, unknown>;
  const own = Object.fromEntries(Object.entries(rule).filter(([name]) => !ADDED.has(name)));
  return `${JSON.stringify(own, undefined, 2)}\n`;
}

/** Whether the service keeps to itself what a rule does. */
export const isSensitive = (text: string): boolean =>
  (JSON.parse(text) as { readonly actions?: unknown }).actions === null;

/** What is wrong with a text that should be JSON; undefined: it is. */
export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `This is not JSON: ${(error as Error).message}`;
  }
}
