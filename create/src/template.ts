import { readFileSync } from 'node:fs';
import type { Language } from './request.js';

/**
 * Reads a template and fills it in. `{{name}}` is a value; what stands between `⟦` and `⟧` is only there in TypeScript, so that
 * one template makes both languages.
 *
 * @param name - path below the folder of templates
 */
export function filled(name: string, language: Language, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`../templates/${name}`, import.meta.url), 'utf8');
  const typed = language === 'ts' ? text.replace(/[⟦⟧]/g, '') : text.replace(/⟦[^⟧]*⟧/g, '');
  return typed.replace(/(?<!\$)\{\{([\w+]+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`The template ${name} has no value for ${key}`);
    return value;
  });
}
