import { InspectorError, thrownText } from '@inspector/plugin-api';
import { readInput, shown, type InputContext } from '../files.js';
import { parseVerbatim, writeVerbatim } from '@inspector/plugin-api/rule-values';

/**
 * Reads files of rules, each JSON or YAML with one rule or a list of them (YAML also several documents), and
 * returns the JSON text of the list of all. Numbers stay as they are written: `5` and `5.0` compare differently.
 *
 * @param files - `-` is standard input
 * @throws `INSP_FILE_FAILED` naming the file that cannot be read or holds nothing
 */
export async function readRuleFiles(files: readonly string[], context: InputContext): Promise<string> {
  const rules: unknown[] = [];
  for (const file of files) rules.push(...(await parseRules(await readInput(file, 'rules', context), file)));
  return writeVerbatim(rules);
}

const unreadable = (file: string, cause: unknown): InspectorError =>
  new InspectorError('INSP_FILE_FAILED', `Cannot read rules from ${shown(file)}: ${firstLine(cause)}`, {
    cause,
  });

/** The fault, without the drawing of the place that YAML adds. */
const firstLine = (cause: unknown): string => thrownText(cause).split('\n')[0]?.replace(/:$/, '') ?? '';

async function parseRules(text: string, file: string): Promise<unknown[]> {
  if (text.trim() === '') throw unreadable(file, 'it is empty');
  try {
    const written = isJson(text);
    const content = written ? parseVerbatim(text) : await parseYaml(text);
    if (!written && Array.isArray(content) && content.length === 0) throw new Error('it holds no rules');
    return Array.isArray(content) ? content : [content];
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** All documents as one list. */
async function parseYaml(text: string): Promise<unknown> {
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text, { intAsBigInt: true });
  const contents = [...documents].flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const content: unknown = document.toJS();
    return Array.isArray(content) ? content : [content];
  });
  return parseVerbatim(jsonText(contents));
}

/** JSON text of a YAML value; with `intAsBigInt` integers are bigints, so all numbers are floats. */
function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`the number ${String(value)} cannot be part of a rule`);
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${String(value)}.0` : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`);
  return `{${members.join(',')}}`;
}
