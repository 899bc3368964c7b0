import { compileComparison, type Comparison } from '@inspector/plugin-api/rule-values';
import { defineCondition, type ConditionDefinition } from '@inspector/plugin-api';

function comparison(op: Comparison): ConditionDefinition {
  return defineCondition({
    id: op,
    setup: () => ({ compile: ({ value = null }) => compileComparison(op, value) }),
  });
}

/** The field equals the value. */
export const eq = comparison('eq');
/** The field differs from the value. */
export const ne = comparison('ne');
/** The field is less than the value. */
export const lt = comparison('lt');
/** The field is less than or equal to the value. */
export const le = comparison('le');
/** The field is greater than the value. */
export const gt = comparison('gt');
/** The field is greater than or equal to the value. */
export const ge = comparison('ge');
