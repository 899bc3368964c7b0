import { type Json, InspectorError, thrownText } from '@inspector/plugin-api';
import { characterAt } from '../characters.js';
import { isObject, numberOf, quotedRuleText, ruleText } from '@inspector/plugin-api/rule-values';
import { parseTemplate, TemplateError, type TemplateField, type TemplatePart } from './template.js';
import { formatValue } from './value.js';

/** Fills in the templates of a parameter from introspection data. */
export type Formatter = (data: Json) => Json;

/** A key that is not in the data. */
class MissingKeyError extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

/**
 * Prepares the parameter of an action: every text in it, also in lists and as key or value of objects, is a
 * template with fields such as `{data[inventory][cpu][count]:03d}`.
 *
 * The formatter throws `INSP_RULE_FAILED` (400) with a text that starts with `Invalid formatting` for keys
 * that are not there and for templates that are wrong; preparing never throws.
 */
export function compileFormat(value: Json): Formatter {
  if (typeof value === 'string') return compileText(value);
  if (Array.isArray(value)) {
    const items = value.map(compileFormat);
    return (data) => items.map((format) => format(data));
  }
  if (!isObject(value)) return () => value;
  const members = Object.entries(value).map(
    ([key, item]) => [compileText(key), compileFormat(item)] as const,
  );
  return (data) => Object.fromEntries(members.map(([key, item]) => [key(data), item(data)]));
}

function tryParse(text: string): readonly TemplatePart[] | TemplateError {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

function compileText(text: string): (data: Json) => string {
  const parts = tryParse(text);
  return (data) => {
    try {
      if (parts instanceof TemplateError) throw parts;
      return fill(parts, data);
    } catch (error) {
      throw explain(text, error);
    }
  };
}

function explain(text: string, error: unknown): InspectorError {
  const message =
    error instanceof MissingKeyError
      ? `Invalid formatting variable key provided in value ${text}: ${error.key}`
      : `Invalid formatting in value ${text}: ${thrownText(error)}`;
  return new InspectorError('INSP_RULE_FAILED', message, { cause: error });
}

function fill(parts: readonly TemplatePart[], data: Json): string {
  return parts.map((part) => (typeof part === 'string' ? part : fillField(part, data))).join('');
}

function fillField(field: TemplateField, data: Json): string {
  if (field.name === '' || /^[0-9]+$/.test(field.name)) {
    throw new Error('positional fields cannot be used, write {data[key]}');
  }
  if (field.name !== 'data') throw new MissingKeyError(field.name);
  const value = field.keys.reduce(lookUp, data);
  return formatValue(convert(value, field.conversion), fill(field.spec, data));
}

function convert(value: Json, conversion: string): Json {
  switch (conversion) {
    case '':
      return value;
    case 's':
      return ruleText(value);
    case 'r':
      return quotedRuleText(value);
    case 'a':
      return quotedRuleText(value, true);
    default:
      throw new Error(`unknown conversion "!${conversion}"`);
  }
}

function lookUp(value: Json, key: string | number): Json {
  if (isObject(value)) {
    if (typeof key === 'number' || !Object.hasOwn(value, key)) throw new MissingKeyError(String(key));
    return value[key] ?? null;
  }
  const isList = Array.isArray(value);
  if (!isList && typeof value !== 'string') {
    throw new Error(
      `${numberOf(value) === undefined ? ruleText(value) : 'a number'} has no [${String(key)}]`,
    );
  }
  if (typeof key !== 'number') throw new Error(`a ${isList ? 'list' : 'text'} has no key ${key}`);
  const item = isList ? value[key] : characterAt(value, key);
  if (item === undefined) throw new Error(`there is no item ${String(key)}`);
  return item;
}
