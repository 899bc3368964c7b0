export * from './coerce.js';
export * from './numbers.js';
export * from './text.js';
export { compileSearch, compileWholeMatch, type TextTest } from './regex/expression.js';
