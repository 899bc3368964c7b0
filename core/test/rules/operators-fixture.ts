import { readFile } from 'node:fs/promises';
import type { Operators } from '../../src/rules/operators.js';
import type { PluginLog } from '@inspector/plugin-api';

const PACKAGE = new URL('../../../plugins/rule-standard/', import.meta.url);

interface Definition {
  readonly id: string;
  setup(context: unknown): unknown;
}

/** The operators of the standard rule package, set up as the plugin host does it. */
export async function standardOperators(): Promise<Operators> {
  const { inspector } = JSON.parse(await readFile(new URL('package.json', PACKAGE), 'utf8')) as {
    inspector: { entryPoints: Record<string, Record<string, string>> };
  };
  const load = async (group: string): Promise<Map<string, never>> => {
    const operators = new Map<string, never>();
    for (const [name, entry] of Object.entries(inspector.entryPoints[group] ?? {})) {
      const [file = '', member = 'default'] = entry.split('#');
      const module = (await import(new URL(file, PACKAGE).href)) as Record<string, Definition>;
      const definition = module[member]!;
      operators.set(name, { definition, instance: definition.setup({}) } as never);
    }
    return operators;
  };
  return {
    conditions: await load('inspector.rule.condition'),
    actions: await load('inspector.rule.action'),
  };
}

/** A log that keeps its lines, fields and message as JSON. */
export function collectingLog(): PluginLog & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (...parts: unknown[]): void =>
    void lines.push(parts.map((part) => JSON.stringify(part)).join(' '));
  return { lines, debug: write, info: write, warn: write, error: write };
}
