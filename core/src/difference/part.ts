import { isSerial } from '@inspector/plugin-api/ramdisk-data';
import type { Fact, Facts } from './types.js';

/** Parts of one kind that are looked at; a machine has fewer, and data of a ramdisk may name any number. */
export const MOST_PARTS = 1024;

/** Characters of the longest text that is compared. */
const LONGEST = 255;

/** A text that says something, without blanks at its ends; undefined for every other value. */
export function words(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text.slice(0, LONGEST);
}

/** A serial number that tells parts apart. */
export const serial = (value: unknown): string | undefined => (isSerial(value) ? words(value) : undefined);

/** True or false. */
export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** The facts that are known. */
export const known = (facts: Readonly<Record<string, Fact | undefined>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, Fact] => fact[1] !== undefined));
