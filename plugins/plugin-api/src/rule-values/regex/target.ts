/** The syntax an expression of Python's dialect is translated into, where the two differ. */
export interface Target {
  /** Whether back references and look-ahead anywhere can be had, at the price of time. */
  readonly backtracks: boolean;
  /** The begin and the end of the whole text, whatever the flags. */
  readonly textStart: string;
  readonly textEnd: string;
  /** One character by its code point, inside and outside of classes. */
  character(code: number): string;
}

/** RE2: takes linear time, and lacks whatever cannot. */
export const RE2: Target = {
  backtracks: false,
  textStart: '\\A',
  textEnd: '\\z',
  character: (code) => `\\x{${code.toString(16)}}`,
};

/** JavaScript with the flag `u`. */
export const JAVASCRIPT: Target = {
  backtracks: true,
  textStart: '(?<![\\s\\S])',
  textEnd: '(?![\\s\\S])',
  character: (code) => `\\u{${code.toString(16)}}`,
};

/** An expression has something that cannot be matched in linear time, but can be by trying. */
export class NotLinear extends Error {}
