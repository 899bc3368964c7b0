import type { RuleParams } from '@inspector/plugin-api';

/** What a condition or action says about its parameters. */
export interface ParameterNeeds {
  readonly requiredParams?: readonly string[];
  readonly optionalParams?: readonly string[];
  readonly anyParams?: boolean;
}

/**
 * Checks parameters as the service does when a rule is created: null counts as absent. Throws an Error that
 * names what is missing and what is too much.
 */
export function checkParameters(
  { requiredParams = [], optionalParams = [], anyParams = false }: ParameterNeeds,
  params: RuleParams,
): void {
  const given = Object.keys(params).filter((name) => params[name] !== null);
  const missing = requiredParams.filter((name) => !given.includes(name));
  const known = [...requiredParams, ...optionalParams];
  const unexpected = anyParams ? [] : given.filter((name) => !known.includes(name));
  const problems = [
    ...(missing.length > 0 ? [`missing required parameter(s): ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`unexpected parameter(s): ${unexpected.join(', ')}`] : []),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}
