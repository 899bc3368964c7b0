import { CommandError } from '../commands/command.js';
import { InspectorError } from '../errors/inspector-error.js';
import { thrownText } from '../errors/thrown.js';

/** What a packet filter is changed with. */
export interface PacketFilterTools {
  /** Name of the program, such as `nft`. */
  readonly program: string;
  /** What a system calls the package that has it. */
  readonly systemPackage: string;
  /** What goes in front of the program; empty: nothing. */
  readonly helper: readonly string[];
  /** Group of the plugin's own options, such as `plugins['pxe-filter-nftables']`. */
  readonly group: string;
  /** Modules of the kernel that the program needs. */
  readonly modules: readonly string[];
}

/** Statuses with which the usual privilege helper says that it does not know or allow a program. */
const HELPER_REFUSED = [96, 97, 98, 99];
/** What programs and helpers say of too few rights. */
const RIGHTS =
  /must be root|operation not permitted|permission denied|password is required|not in the sudoers|unauthorized/i;
/** What they say of a kernel that lacks a part. */
const KERNEL =
  /protocol not supported|operation not supported|do you need to insmod|table does not exist|unable to initialize netlink|failed to initialize nft/i;

/**
 * Says what keeps a packet filter from working, with what to do: the program or the helper is missing, they may not change
 * packet filters, or the kernel cannot. Everything else is told in the words of the program.
 */
export function packetFilterFault(error: unknown, tools: PacketFilterTools): InspectorError {
  return new InspectorError('INSP_PXE_FILTER_FAILED', textOf(error, tools), { cause: error });
}

function textOf(error: unknown, tools: PacketFilterTools): string {
  const text = thrownText(error);
  if (!CommandError.is(error)) return text;
  const { program, systemPackage, helper, group, modules } = tools;
  const [first] = helper;
  const [told = ''] = error.stderr.split('\n').filter((line) => line.trim() !== '');
  if (error.missing) {
    return first === undefined
      ? `${program} is not installed, or the service may not run it. Install the package ${systemPackage} of the system.`
      : `${first} is not installed, or the service may not run it. Install it, or name another program in ` +
          `${group}.privilegeHelper.`;
  }
  if (first !== undefined && /command not found/i.test(error.stderr)) {
    return `${told.trim()}. Install what is missing, or name another program in ${group}.privilegeHelper.`;
  }
  if (RIGHTS.test(error.stderr) || (first !== undefined && HELPER_REFUSED.includes(error.status ?? 0))) {
    return (
      `The service may not change packet filters (${told.trim()}). Give it CAP_NET_ADMIN (AmbientCapabilities=CAP_NET_ADMIN in ` +
      `its unit), run it as root, or let ${group}.privilegeHelper name a program that gives it the right without a password.`
    );
  }
  if (KERNEL.test(error.stderr)) {
    return (
      `The kernel cannot do what ${program} needs (${told.trim()}). Load its modules: modprobe ${modules.join(' ')}. ` +
      'In a container, they must be loaded outside.'
    );
  }
  return text;
}
