import type { Json } from '@inspector/plugin-api';
import { isObject } from '@inspector/plugin-api/rule-values';
import { parseTemplate, TemplateError, type TemplatePart } from './format/template.js';

/** What is wrong with a template whatever the data are. The text is not repeated: it may be a password. */
export interface TemplateFault {
  /** Whether a brace lacks its counterpart. */
  readonly isUnbalanced: boolean;
  readonly message: string;
}

const CONVERSIONS: readonly string[] = ['', 's', 'r', 'a'];

/** The first fault of the templates in a parameter, also inside lists and objects; undefined: data may fill them all. */
export function templateFault(value: Json): TemplateFault | undefined {
  if (typeof value === 'string') return faultOfText(value);
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.entries(value).flat() : [];
  for (const item of inner) {
    const fault = templateFault(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfText(text: string): TemplateFault | undefined {
  try {
    const message = faultOfParts(parseTemplate(text));
    return message === undefined ? undefined : { isUnbalanced: false, message };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { isUnbalanced: error.isUnbalanced, message: error.message };
  }
}

function faultOfParts(parts: readonly TemplatePart[]): string | undefined {
  for (const part of parts) {
    if (typeof part === 'string') continue;
    const fault = faultOfField(part);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfField({ name, conversion, spec }: Exclude<TemplatePart, string>): string | undefined {
  if (name === '' || /^[0-9]+$/.test(name)) return 'positional fields cannot be used, write {data[key]}';
  if (name !== 'data') return 'only {data[…]} is filled in, no other name';
  if (!CONVERSIONS.includes(conversion)) return `unknown conversion "!${conversion}"`;
  return faultOfParts(spec);
}
