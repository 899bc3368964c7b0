import { assemblePolicy, type Assembly } from '../../access/policy/assemble.js';
import { invalidPolicy } from '../../access/policy/live-policy.js';
import type { Policy } from '../../access/policy/policy.js';
import { findPolicy, type FoundPolicy } from '../../access/policy/policy-files.js';
import { problemText } from '../../access/policy/read-policy.js';
import { remoteServers, type RemoteServers } from '../../access/policy/remote-servers.js';
import type { CliContext } from '../context.js';

/** The policy that the configuration names, whether or not it has problems. */
export async function assembleConfigured(
  context: CliContext,
  lenient: boolean,
): Promise<Assembly & { readonly found: FoundPolicy }> {
  const { osloPolicy } = await context.loadConfig();
  const found = findPolicy({ ...osloPolicy, cwd: context.cwd });
  const servers = await knownServers(context);
  return { ...assemblePolicy(found.files, { ...osloPolicy, lenient, servers }), found };
}

/** The servers that the configuration lets rules ask; what they say wrong goes to standard error. */
export async function knownServers(context: CliContext): Promise<RemoteServers | undefined> {
  const { osloPolicy } = await context.loadConfig();
  return remoteServers(osloPolicy, { warn: (text: unknown) => context.warn(String(text)) });
}

/**
 * The policy that the configuration names. What is wrong with it, or looks like a mistake, goes to standard error.
 *
 * @throws `INSP_POLICY_INVALID`, unless problems are to be passed over
 */
export async function loadPolicy(
  context: CliContext,
  lenient = false,
): Promise<Assembly & { readonly policy: Policy }> {
  const { found, policy, ...assembly } = await assembleConfigured(context, lenient);
  if (policy === undefined) throw invalidPolicy(assembly);
  for (const line of [...assembly.problems, ...found.warnings, ...assembly.warnings])
    context.warn(problemText(line));
  return { ...assembly, policy };
}
