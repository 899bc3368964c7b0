import { InvalidArgumentError } from 'commander';

/** Reads one value of an argument or option; throws `InvalidArgumentError` for a wrong one. */
export type Reader<T> = (text: string) => T;

/** For arguments that may be repeated: all values in order. */
export const each =
  <T>(read: Reader<T>) =>
  (text: string, before: readonly T[] = []): T[] => [...before, read(text)];

/** The UUID or name of a node or rule. A text without letters would lead to another route of the API. */
export function readName(text: string): string {
  if (/^\s*\.{0,2}\s*$/.test(text)) throw new InvalidArgumentError('It must be a UUID or a name.');
  return text;
}

/** A text that says something. */
export function readText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** A number above zero. */
export function readPositive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('It must be a number above 0.');
  return number;
}

/** A whole number above zero. */
export function readCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

/** A list of some words, separated by commas. */
export const readSome =
  <const W extends string>(words: readonly W[]): Reader<W[]> =>
  (text) =>
    text.split(',').map((part) => {
      const found = words.find((word) => word === part.trim());
      if (found === undefined) throw new InvalidArgumentError(`It must be some of ${words.join(', ')}.`);
      return found;
    });
