import { isDeepStrictEqual } from 'node:util';
import type { InspectorConfig } from './types.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * The options that differ between two configurations, such as `processing.storeData`, in alphabetical order. Values are not
 * told: some are secrets.
 */
export function changedOptions(before: InspectorConfig, after: InspectorConfig): string[] {
  return [...differences(asWritten(before), asWritten(after), '')].sort();
}

/** Options of plugins stand beside the others in a configuration. */
const asWritten = ({ pluginGroups, ...config }: InspectorConfig): Values => ({ ...config, ...pluginGroups });

function* differences(before: Values, after: Values, prefix: string): Generator<string> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [before[name], after[name]];
    if (isDeepStrictEqual(one, other)) continue;
    if (prefix === '' && isGroup(one) && isGroup(other)) yield* differences(one, other, `${name}.`);
    else yield prefix + name;
  }
}

const isGroup = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
