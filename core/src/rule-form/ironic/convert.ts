import { convertAction } from './actions.js';
import { convertCondition } from './conditions.js';
import { NoCounterpart, own, partsOf, type Members } from './form.js';

const MEMBERS = ['uuid', 'description', 'priority', 'scope'];
const CONVERTED = ['sensitive', 'phase', 'conditions', 'actions'];

/**
 * A rule of Ironic's own form (2025.1 and later, after `ironic/common/inspection_rules`) in the form of this
 * service. Numbers stay as they were written.
 *
 * @throws NoCounterpart with the end of a sentence about the rule, where the two cannot mean the same
 */
export function convertIronicRule(rule: Members): Members {
  const phase = own(rule, 'phase') ?? 'main';
  if (phase !== 'main') {
    throw new NoCounterpart(
      `its phase is "${String(phase)}", but rules here run in one place only, after the hooks`,
    );
  }
  const unknown = Object.keys(rule).filter((name) => !MEMBERS.includes(name) && !CONVERTED.includes(name));
  if (unknown.length > 0) throw new NoCounterpart(`${unknown.join(', ')} is no member of a rule`);
  const kept = Object.entries(rule).filter(([name]) => MEMBERS.includes(name));
  const conditions = own(rule, 'conditions');
  return {
    ...Object.fromEntries(kept),
    ...(own(rule, 'sensitive') === true ? { sensitive: true } : {}),
    ...(Array.isArray(conditions) ? { conditions: partsOf(conditions).map(convertCondition) } : {}),
    actions: partsOf(own(rule, 'actions')).flatMap(convertAction),
  };
}
