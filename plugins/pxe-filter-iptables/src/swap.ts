import type { Difference } from './difference.js';
import type { Subject } from './options.js';
import type { PacketFilter } from './programs.js';
import { hookOf, ruleAbout, type ChainRules } from './rules.js';
import type { Snapshot } from './snapshot.js';

/**
 * Replaces the chain with one command per rule: a temporary chain is built, put in front of the present one,
 * and takes its name once that is gone. Requests meet one of the two at every moment.
 *
 * @param look - reads what is there now
 */
export async function swapChains(
  filter: PacketFilter,
  wanted: ChainRules,
  subject: Subject,
  look: () => Promise<Snapshot>,
): Promise<void> {
  const { temporary } = subject;
  let present = await look();
  if (present.temporaryHooks.length > 0) {
    // A chain that is in use is complete, whichever name it has: finish the swap that was interrupted.
    await finish(filter, subject, present.hooks);
    present = await look();
  } else if (present.temporary) {
    await removeChain(filter, subject, temporary, []);
  }
  await filter.single(`-N ${temporary}`);
  for (const mac of wanted.machines) {
    await filter.single(`-A ${temporary} ${ruleAbout(mac, wanted.target)}`);
  }
  await filter.single(`-A ${temporary} ${wanted.last}`);
  await filter.single(`-I INPUT ${hookOf(subject, temporary)}`);
  await finish(filter, subject, present.hooks);
}

/**
 * Changes single rules of a chain in place, those that close DHCP first.
 *
 * @returns false when the difference is not of that kind; nothing has changed then
 */
export async function changeRules(
  filter: PacketFilter,
  { rules, hook, superfluous, temporary }: Difference,
  wanted: ChainRules,
  { chain }: Subject,
): Promise<boolean> {
  if (!rules || hook || superfluous.length > 0 || temporary) return false;
  const add = rules.add.map((rule) => `-I ${chain} ${rule}`);
  const remove = rules.remove.map((rule) => `-D ${chain} ${rule}`);
  const listsDenied = wanted.target === 'DROP';
  for (const command of listsDenied ? [...add, ...remove] : [...remove, ...add]) await filter.single(command);
  return true;
}

/** Removes the hooks of a chain, those as printed included, and the chain. What is not there is fine. */
export async function removeChain(
  filter: PacketFilter,
  subject: Subject,
  chain: string,
  hooks: readonly string[],
): Promise<void> {
  await filter.repeat(`-D INPUT ${hookOf(subject, chain)}`);
  for (const hook of hooks) await filter.attempt(`-D INPUT ${hook}`);
  await filter.attempt(`-F ${chain}`);
  await filter.attempt(`-X ${chain}`);
}

async function finish(filter: PacketFilter, subject: Subject, hooks: readonly string[]): Promise<void> {
  await removeChain(filter, subject, subject.chain, hooks);
  await filter.single(`-E ${subject.temporary} ${subject.chain}`);
}
