export * from './coerce.js';
export * from './numbers.js';
export * from './text.js';
export { ExpressionBudget, withExpressionBudget } from './regex/budget.js';
export { compileSearch, compileWholeMatch, type TextTest } from './regex/expression.js';
