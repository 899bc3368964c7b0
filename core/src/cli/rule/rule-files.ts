import { InspectorError, thrownText } from '@inspector/plugin-api';
import { isObject, parseVerbatim, writeVerbatim } from '@inspector/plugin-api/rule-values';
import { convertIronicRule } from '../../rule-form/ironic/convert.js';
import { hasIronicForm, NoCounterpart } from '../../rule-form/ironic/form.js';
import { unknownMembers } from '../../rule-form/members.js';
import { readInput, shown, type InputContext } from '../files.js';
import type { LocatedRule } from './located-rules.js';
import type { YamlItem } from './read-yaml.js';
import { unwrap } from './unwrap.js';

/** What files of rules hold. */
export interface RuleFiles {
  readonly rules: readonly LocatedRule[];
  /** JSON text of the list of all rules; numbers as they are written: `5` and `5.0` compare differently. */
  readonly text: string;
  /** What a person should know about how they were read, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads files of rules, each JSON or YAML with one rule or a list of them (YAML also several documents), the rules
 * possibly wrapped in a variable. Rules in Ironic's own form are converted.
 *
 * @param files - `-` is standard input
 * @throws `INSP_FILE_FAILED` naming the file that cannot be read, and the rule in it that cannot be imported
 */
export async function readRuleFiles(files: readonly string[], context: InputContext): Promise<RuleFiles> {
  const rules: LocatedRule[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const text = (await readInput(file, 'rules', context)).replace(/^\uFEFF/, '');
    rules.push(...rulesIn(await parseFile(text, file), file, notes));
  }
  return { rules, notes, text: writeVerbatim(rules.map(({ rule }) => rule)) };
}

const failure = (message: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_FILE_FAILED', message, { cause });

const unreadable = (file: string, reason: string, cause?: unknown): InspectorError =>
  failure(`Cannot read rules from ${shown(file)}: ${reason}`, cause);

async function parseFile(text: string, file: string): Promise<readonly YamlItem[]> {
  if (text.trim() === '') throw unreadable(file, 'it is empty');
  try {
    if (isJson(text)) {
      const content = parseVerbatim(text);
      return (Array.isArray(content) ? content : [content]).map((value: unknown) => ({
        value,
        line: undefined,
      }));
    }
    const { readYaml } = await import('./read-yaml.js');
    const items = readYaml(text);
    if (items.every(({ value }) => value === null)) throw new Error('it holds no rules');
    return items;
  } catch (cause) {
    throw unreadable(file, thrownText(cause), cause);
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

function rulesIn(items: readonly YamlItem[], file: string, notes: string[]): LocatedRule[] {
  const unwrapped = items.flatMap(({ value, line }) => {
    const wrapped = unwrap(value);
    if (wrapped === undefined) return [{ value, line }];
    notes.push(`${shown(file)}: the rules are taken from ${wrapped.names.join(', ')}`);
    return wrapped.rules.map((rule) => ({ value: rule, line: undefined }));
  });
  return unwrapped.map(({ value, line }, index) => {
    const place = `${shown(file)}, rule ${String(index + 1)}${line === undefined ? '' : ` (line ${String(line)})`}`;
    return { rule: checked(value, place, notes), place };
  });
}

function checked(value: unknown, place: string, notes: string[]): unknown {
  if (!isObject(value)) return value;
  if (!hasIronicForm(value)) {
    const [problem] = unknownMembers(value);
    if (problem !== undefined) throw failure(`${place}: ${problem}`);
    return value;
  }
  try {
    const converted = convertIronicRule(value);
    notes.push(`${place}: converted from the form of Ironic's own inspection rules`);
    return converted;
  } catch (error) {
    if (!(error instanceof NoCounterpart)) throw error;
    throw failure(
      `${place}: the rule has the form of Ironic's own inspection rules and cannot be converted: ${error.message}`,
      error,
    );
  }
}
