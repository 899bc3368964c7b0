import { compileSearch, compileWholeMatch, ruleText, type TextTest } from '@inspector/plugin-api/rule-values';
import { defineCondition, type ConditionDefinition, type Json, thrownText } from '@inspector/plugin-api';

function expressionCondition(id: string, compile: (expression: string) => TextTest): ConditionDefinition {
  const prepare = (value: Json | undefined): TextTest => {
    if (typeof value !== 'string') throw new Error('invalid regular expression: value must be a string');
    try {
      return compile(value);
    } catch (error) {
      throw new Error(`invalid regular expression: ${thrownText(error)}`, {
        cause: error,
      });
    }
  };
  return defineCondition({
    id,
    anyParams: true,
    setup: () => ({
      validate: ({ value }) => void prepare(value),
      compile: ({ value }) => {
        const test = prepare(value);
        return (field) => test(ruleText(field));
      },
    }),
  });
}

/** A regular expression matches the whole text of the field. */
export const matches = expressionCondition('matches', compileWholeMatch);
/** A regular expression is found in the text of the field. */
export const contains = expressionCondition('contains', compileSearch);
