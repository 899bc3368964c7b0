import type {
  ApiVersion,
  Change,
  Cluster,
  Diagnosis,
  Difference,
  Differences,
  EventPage,
  Explanation,
  Finding,
  HookResult,
  InspectorEvent,
  Introspection,
  Inventory,
  InventoryRevisions,
  InventoryGenerated,
  InventoryWritten,
  Json,
  Machine,
  NewRule,
  Plugin,
  PxeFilter,
  Resource,
  Rule,
  RuleAction,
  RuleCondition,
  RuleSummary,
  Run,
  RunDetails,
  Session,
  UnmatchedMachine,
} from '@inspector/client';
import { expect } from 'chai';
import type { SCHEMAS } from '../../src/api/openapi/schemas.js';
import type { ValueOf } from '../../src/json/typed-schema.js';

/** The same type with nothing readonly, and spelled as one object where it was put together of several. */
type Plain<T> = Json extends T ? 'any JSON' : { -readonly [Name in keyof T]: Plain<T[Name]> };
type Same<A, B> =
  (<X>() => X extends Plain<A> ? 1 : 2) extends <X>() => X extends Plain<B> ? 1 : 2 ? true : false;
type Described<Name extends keyof typeof SCHEMAS> = ValueOf<(typeof SCHEMAS)[Name]>;

/** Each member must be `true`: the compiler refuses anything else. */
const same: {
  readonly introspection: Same<Introspection, Described<'Introspection'>>;
  readonly hookResult: Same<HookResult, Described<'HookResults'>['results'][number]>;
  readonly version: Same<ApiVersion, Described<'Versions'>['versions'][number]>;
  readonly resource: Same<Resource, Described<'Resources'>['resources'][number]>;
  readonly plugin: Same<Plugin, Described<'Plugin'>>;
  readonly pxeFilter: Same<PxeFilter, Described<'PxeFilter'>>;
  readonly diagnosis: Same<Diagnosis, Described<'Diagnosis'>>;
  readonly finding: Same<Finding, Described<'Diagnosis'>['findings'][number]>;
  readonly cluster: Same<Cluster, Described<'Cluster'>>;
  readonly unmatched: Same<UnmatchedMachine, Described<'UnmatchedMachine'>>;
  readonly event: Same<InspectorEvent, Described<'Event'>>;
  readonly events: Same<EventPage, Described<'Events'>>;
  readonly machine: Same<Machine, Described<'Machine'>>;
  readonly run: Same<Run, Described<'Run'>>;
  readonly runDetails: Same<RunDetails, Described<'RunDetails'>>;
  readonly difference: Same<Difference, Described<'Difference'>>;
  readonly differences: Same<Differences, Described<'Differences'>>;
  readonly inventory: Same<Inventory, Described<'Inventory'>>;
  readonly inventoryRevisions: Same<InventoryRevisions, Described<'InventoryRevisions'>>;
  readonly inventoryWritten: Same<InventoryWritten, Described<'InventoryWritten'>>;
  readonly inventoryGenerated: Same<InventoryGenerated, Described<'InventoryGenerated'>>;
  readonly change: Same<Change, Described<'Change'>>;
  readonly explanation: Same<Explanation, Described<'Explanation'>>;
  readonly session: Same<Session, Described<'Session'>>;
  readonly ruleSummary: Same<RuleSummary, Described<'RuleSummary'>>;
  readonly action: Same<RuleAction, Described<'Action'>>;
  readonly condition: Same<RuleCondition, Described<'Condition'>>;
  readonly newRule: Same<NewRule, Described<'NewRule'>>;
  readonly rule: Same<Rule, Described<'Rule'>>;
} = {
  introspection: true,
  hookResult: true,
  version: true,
  resource: true,
  plugin: true,
  pxeFilter: true,
  diagnosis: true,
  finding: true,
  cluster: true,
  unmatched: true,
  event: true,
  events: true,
  machine: true,
  run: true,
  runDetails: true,
  difference: true,
  differences: true,
  inventory: true,
  inventoryRevisions: true,
  inventoryWritten: true,
  inventoryGenerated: true,
  change: true,
  explanation: true,
  session: true,
  ruleSummary: true,
  action: true,
  condition: true,
  newRule: true,
  rule: true,
};

describe('the types of the client', () => {
  it('are those of the OpenAPI document', () => {
    expect(Object.values(same)).to.not.include(false);
  });
});
