import type { Json } from '@inspector/plugin-api';
import { firstCharacters } from '../characters.js';
import { isFloat, numberOf, ruleText } from '@inspector/plugin-api/rule-values';
import { formatFloat, formatInteger, pad } from './number.js';
import { parseSpec } from './spec.js';

/**
 * Formats one value by a specification such as `05d` or `>6`; an empty one gives the plain text. Throws
 * Error where specification and value do not fit.
 */
export function formatValue(value: Json, specification: string): string {
  if (specification === '') return ruleText(value);
  if (typeof value === 'string') return formatText(value, specification);
  if (typeof value === 'boolean') return formatInteger(Number(value), specification);
  const number = numberOf(value);
  if (number === undefined) throw new Error('null, lists and objects take no format specification');
  return isFloat(value) ? formatFloat(Number(number), specification) : formatInteger(number, specification);
}

function formatText(text: string, specification: string): string {
  const spec = parseSpec(specification, '<');
  if (spec.type !== '' && spec.type !== 's') {
    throw new Error(`type ${JSON.stringify(spec.type)} does not fit a text`);
  }
  if (spec.sign !== undefined || spec.alternate || spec.grouping !== undefined || spec.align === '=') {
    throw new Error('sign, "#", grouping and "=" do not fit a text');
  }
  const shown = spec.precision === undefined ? text : firstCharacters(text, spec.precision);
  return pad(spec, '', shown);
}
