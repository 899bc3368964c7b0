/**
 * A text in lower case. The two letters outside of ASCII whose lower case lies within (`İ` and the sign of Kelvin) stay as they are:
 * databases that are asked for candidates do not know them as `i` and `k`.
 */
export const lowerCase = (text: string): string =>
  text.replace(/[^\u0130\u212A]+/g, (part) => part.toLowerCase());
