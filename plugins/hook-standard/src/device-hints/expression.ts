import { OPERATORS, OR } from './operators.js';

/** A hint expression taken apart; texts are in lower case and trimmed. */
export interface Expression {
  /** The operator in front, empty when there is none. */
  readonly operator: string;
  /** What is compared with: several alternatives after `<or>`, else one. Empty when nothing follows. */
  readonly values: readonly string[];
}

/**
 * Takes a hint expression apart: an operator, a blank or none, a value that may hold blanks. Without an
 * operator in front the whole text is the value.
 */
export const parseExpression = (text: string): Expression => {
  const expression = text.trim().toLowerCase();
  const operator = OPERATORS.find((candidate) => expression.startsWith(candidate)) ?? '';
  const rest = expression.slice(operator.length);
  const values = (operator === OR ? rest.split(OR) : [rest]).map((value) => value.trim());
  return { operator, values: values.filter((value) => value !== '') };
};
