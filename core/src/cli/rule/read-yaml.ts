import { isNode, isSeq, LineCounter, parseAllDocuments, type Document } from 'yaml';
import { parseVerbatim } from '@inspector/plugin-api/rule-values';
import { YAML_WORDS } from './yaml-words.js';

/** A value of a YAML file and the line it begins in. */
export interface YamlItem {
  /** Numbers as they are written. */
  readonly value: unknown;
  /** From 1; undefined where an alias says that it stands elsewhere. */
  readonly line: number | undefined;
}

/**
 * Reads what all documents of a YAML text hold: a list gives its items, anything else is one. See
 * {@link YAML_WORDS} for what words mean.
 *
 * @throws Error with what is wrong and where
 */
export function readYaml(text: string): YamlItem[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: 'failsafe',
    merge: true,
    resolveKnownTags: false,
    prettyErrors: false,
    customTags: (tags) => [...tags, ...YAML_WORDS],
  });
  return [...documents].flatMap((document) => itemsOf(document, lines));
}

function itemsOf(document: Document, lines: LineCounter): YamlItem[] {
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new Error(`line ${String(line)}, column ${String(col)}: ${fault.message}`, { cause: fault });
  }
  const content: unknown = document.toJS();
  const { contents } = document;
  if (!Array.isArray(content)) return [item(content, contents, lines)];
  const nodes = isSeq(contents) ? contents.items : [];
  return content.map((each: unknown, index) => item(each, nodes[index], lines));
}

function item(value: unknown, node: unknown, lines: LineCounter): YamlItem {
  return { value: parseVerbatim(jsonText(value)), line: lineOf(node, lines) };
}

function lineOf(node: unknown, lines: LineCounter): number | undefined {
  const start = isNode(node) ? node.range?.[0] : undefined;
  return start === undefined ? undefined : lines.linePos(start).line;
}

/** JSON text of what YAML holds; integers are bigints here, so all numbers are written with a point. */
function jsonText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${String(value)}.0` : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${jsonText(each)}`);
  return `{${members.join(',')}}`;
}
