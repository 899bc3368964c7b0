import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { assemblePolicy } from '../../../core/src/access/policy/assemble.js';
import type { PolicyTarget, PolicyValues } from '../../../core/src/access/policy/policy-values.js';
import { readPolicy } from '../../../core/src/access/policy/read-policy.js';
import { RULE_DEFAULTS } from '../../../core/src/access/policy/rule-defaults.js';
import { chance } from '../../mocha/chance.js';
import { describePeer } from '../peer.js';
import { RandomPolicies, type RandomPolicy } from './random-policy.js';

const DECIDE = fileURLToPath(new URL('decide.py', import.meta.url));
const POLICIES = 1000;

const CALLERS: readonly PolicyValues[] = [
  {
    roles: ['Admin', 'member'],
    user_id: 'u1',
    project_id: 'p1',
    is_admin_project: true,
    is_public_api: false,
  },
  {
    roles: ['reader'],
    user_id: 'u2',
    project_id: null,
    system_scope: 'all',
    system: 'all',
    is_public_api: false,
  },
  {
    roles: ['service', 'a%b'],
    user_id: '5',
    project_id: 'p2',
    service_roles: ['service'],
    is_public_api: false,
  },
  { roles: [], is_public_api: true },
];
const TARGETS: readonly PolicyTarget[] = [
  {},
  { role: 'admin', user: 'u2', project: 'p2', number: 5, flag: true, nothing: null },
];
const DEFAULTS = Object.fromEntries(Object.entries(RULE_DEFAULTS).map(([name, { check }]) => [name, check]));

/** Every rule of a policy with every caller and target. */
const questions = (policy: RandomPolicy): [string, PolicyValues, PolicyTarget][] =>
  Object.keys(policy).flatMap((rule) =>
    CALLERS.flatMap((caller) =>
      TARGETS.map((target) => [rule, caller, target] satisfies [string, PolicyValues, PolicyTarget]),
    ),
  );

/** What oslo.policy decides, policy by policy. */
async function decisionsOfOslo(policies: readonly RandomPolicy[]): Promise<(boolean | null)[][]> {
  const program = spawn('/usr/bin/python3', [DECIDE], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(program, 'exit');
  program.stdin.end(
    policies
      .map((policy) => `${JSON.stringify({ rules: { ...DEFAULTS, ...policy }, asked: questions(policy) })}\n`)
      .join(''),
  );
  const decisions: (boolean | null)[][] = [];
  for await (const line of createInterface(program.stdout))
    decisions.push(JSON.parse(line) as (boolean | null)[]);
  expect(await ended).to.deep.equal([0, null]);
  return decisions;
}

describePeer('oslo.policy', ['/usr/bin/python3', '/usr/bin/oslopolicy-checker'], function () {
  this.timeout(300_000);

  it(`decides ${POLICIES} policies made by chance as Inspector does, wherever Inspector takes them`, async () => {
    const made = new RandomPolicies(chance());
    const policies = Array.from({ length: POLICIES }, () => made.next());
    const oslo = await decisionsOfOslo(policies);
    let taken = 0;
    for (const [index, written] of policies.entries()) {
      const file = readPolicy(JSON.stringify(written), 'policy.json');
      const { policy } = assemblePolicy([file], { enforceNewDefaults: true, lenient: false });
      if (policy === undefined) continue;
      taken++;
      const ours = questions(written).map(([rule, caller, target]) => policy.allows(rule, caller, target));
      expect(oslo[index], JSON.stringify(written)).to.deep.equal(ours);
    }
    expect(taken).to.be.above(POLICIES / 4);
  });
});
