import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { CheckFault, type Check } from './check.js';
import { parseRule } from './parse-rule.js';

/** Something wrong in a policy file. */
export interface PolicyProblem {
  readonly file: string;
  /** From 1; absent: the whole file. */
  readonly line?: number;
  /** The rule it is about, where it is about one. */
  readonly rule?: string;
  /** What is wrong and what to do. */
  readonly text: string;
}

/** A rule as a file has it. */
export interface WrittenRule {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** As it is written; a list as JSON. */
  readonly text: string;
  readonly check: Check;
}

/** What a policy file holds. */
export interface PolicyFile {
  readonly rules: readonly WrittenRule[];
  readonly problems: readonly PolicyProblem[];
}

/** Reads the text of a policy file: one mapping of names to checks, YAML or JSON. Every problem is found at once. */
export function readPolicy(text: string, file: string): PolicyFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = faults.map(({ pos, code, message }) => ({
      file,
      line: lineOf(pos[0]),
      text:
        code === 'DUPLICATE_KEY'
          ? 'the rule is there twice: remove one of them'
          : `${message}. Correct the YAML`,
    }));
    return { rules: [], problems };
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null))
    return { rules: [], problems: [] };
  if (!isMap(contents)) {
    return {
      rules: [],
      problems: [{ file, line: 1, text: 'it must be one mapping of rule names to checks' }],
    };
  }
  return readRules(contents, document.toJS() as unknown, file, lineOf);
}

function readRules(
  map: YAMLMap,
  values: unknown,
  file: string,
  lineOf: (offset: number) => number,
): PolicyFile {
  const places = new Map(
    map.items.map(({ key }) => [
      String(isScalar(key) ? key.value : key),
      isScalar(key) && key.range ? lineOf(key.range[0]) : 1,
    ]),
  );
  const rules: WrittenRule[] = [];
  const problems: PolicyProblem[] = [];
  for (const [name, value] of Object.entries(values as Readonly<Record<string, unknown>>)) {
    const line = places.get(name) ?? 1;
    try {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      rules.push({ name, file, line, text, check: parseRule(value) });
    } catch (error) {
      if (!(error instanceof CheckFault)) throw error;
      problems.push({ file, line, rule: name, text: error.message });
    }
  }
  return { rules, problems };
}

/** A problem as one line of text. */
export function problemText({ file, line, rule, text }: PolicyProblem): string {
  const where = line === undefined ? file : `${file}:${line}`;
  return rule === undefined ? `${where}: ${text}` : `${where}: rule "${rule}": ${text}`;
}
