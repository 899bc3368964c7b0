/** What a finding of the diagnosis is about. */
export interface Cause {
  /** What was found, one sentence for the reference page. */
  readonly meaning: string;
  /** What to do about it; null: nothing. `NODE` stands for the node that was asked about. */
  readonly remedy: string | null;
  /**
   * `cause`: names what is wrong; `standing`: only tells where the node stands; `rest`: what is left where nothing else was
   * found; `unseen`: what could not be looked at.
   */
  readonly kind: 'cause' | 'standing' | 'rest' | 'unseen';
}

const of =
  (kind: Cause['kind']) =>
  (meaning: string, remedy: string | null = null): Cause => ({ meaning, remedy, kind });
const [cause, standing, rest, unseen] = [of('cause'), of('standing'), of('rest'), of('unseen')];

/**
 * Every finding of the diagnosis. A code is never used for something else, also not after it was removed; the page
 * `docs/reference/diagnosis.md` is generated from this table. Of two findings that are equally certain, the one that
 * stands here first comes first.
 */
export const CAUSES = {
  // how an introspection ended
  WHY_ABORTED: cause('An operator aborted the introspection.', 'Start it again if that was not wanted.'),
  WHY_TIMED_OUT: cause(
    'The machine posted no data in time (`timeout`).',
    'The findings after it say what stands in the way now.',
  ),
  WHY_RULE_FAILED: cause(
    'A rule failed the introspection.',
    'Correct the rule or the machine; the data are stored, so they can be processed again.',
  ),
  WHY_RAMDISK_ERROR: cause('The ramdisk reported an error.', 'Look at the logs of the ramdisk.'),
  WHY_HOOK_FAILED: cause('A hook refused the data.', 'Do what its message says, or correct its options.'),
  WHY_POWER_ON_FAILED: cause(
    'The bare metal service could not switch the machine on.',
    'Correct the power management of the node: `openstack baremetal node validate NODE`.',
  ),
  WHY_BOOT_DEVICE_FAILED: cause(
    'The bare metal service could not set the boot device.',
    'Correct the management interface of the node: `openstack baremetal node validate NODE`.',
  ),
  WHY_POWER_OFF_FAILED: cause(
    'The machine could not be switched off after the introspection. Its data are stored.',
    'Switch it off, and correct the power management of the node.',
  ),
  WHY_SERVICE_STOPPED: cause(
    'The service stopped while it worked on the node.',
    'Start or reapply, as the evidence says.',
  ),
  WHY_WORK_TOO_LONG: cause(
    'The work on the node took too long.',
    'Find the service that hangs: `inspector doctor`, and the log before the error.',
  ),
  WHY_LEASE_LOST: cause('The conductor lost the lease of the node while it worked on it.', 'Start it again.'),
  // what holds up work that goes on
  WHY_NODE_LOCKED: cause(
    'Ironic works on the node, so that nothing can be changed.',
    'Wait, or find out what the conductor of Ironic does; a lock that stays ends with a restart of that conductor.',
  ),
  WHY_DATA_KEPT: cause(
    'Data have arrived and are kept, because a service is away.',
    'Bring the service back. The data are processed by themselves then.',
  ),
  WHY_SERVICE_AWAY: cause(
    'The work on the node waits for a service that does not answer.',
    'Bring the service back; `inspector doctor` looks at all of them.',
  ),
  WHY_IN_QUEUE: cause('The node waits for its turn to be rebooted (`introspectionDelay`).'),
  // posts that did not find the node
  WHY_AMBIGUOUS: cause(
    'A machine posted data that fit several nodes equally well, such as two with one BMC address.',
    'Give each node its own BMC address and ports, and start again.',
  ),
  WHY_WRONG_MAC: cause(
    'A machine posted data that fit no node, and nearly those of this one.',
    'Correct the MAC address of the port, and start again.',
  ),
  WHY_POST_REFUSED: cause(
    'A machine with an address of this node posted data, and they were refused.',
    'The evidence says why.',
  ),
  // what keeps a machine from booting the ramdisk
  WHY_POWER_FAILED: cause(
    'The bare metal service took the order to boot the machine, and could not carry it out.',
    'Correct the power management of the node: `openstack baremetal node validate NODE`.',
  ),
  WHY_POWER_OFF: cause('The machine is switched off.', 'Switch it on, or start again.'),
  WHY_NO_LEASE: cause(
    'The machine gets no lease from the DHCP server although it should.',
    'Do what the evidence says: the PXE filter and the DHCP server do not go together.',
  ),
  WHY_FILTER_FAILED: cause(
    'The PXE filter cannot be brought into the desired state.',
    'Do what its message says; `inspector pxe-filter status NODE`.',
  ),
  WHY_FILTER_DENIES: cause(
    'The PXE filter does not know that the machine is on introspection.',
    'If it stays so after the next synchronisation, start again.',
  ),
  WHY_DHCP_OUTDATED: cause(
    'The DHCP server does not go by what the PXE filter has set last.',
    'Do what the evidence says, mostly: restart the DHCP server.',
  ),
  WHY_NO_PORT: cause(
    'The node has no port with a MAC address, so its machine is not known by one.',
    'Create a port with the MAC address that the machine boots from, and start again.',
  ),
  WHY_PORT_TOO_NEW: cause(
    'A port was created or changed after the start, so its MAC address is not waited for.',
    'Start again.',
  ),
  WHY_SHARED_BMC: cause(
    'Another node on introspection has the same BMC address.',
    'Give each node its own BMC address.',
  ),
  WHY_GOT_LEASE: cause(
    'The machine got an address, and has posted no data since.',
    'Look at its console: the ramdisk does not boot, or does not reach `ipa-inspection-callback-url`.',
  ),
  WHY_NO_REQUEST: cause(
    'The machine has asked no DHCP server for an address since the start.',
    'Look at its console: boot order, cable, VLAN, and from which card it boots.',
  ),
  WHY_NODE_DELETED: cause('The bare metal service does not know the node any more.'),
  WHY_NOBODY_WORKS: cause(
    'The state says that somebody works on the node, and no conductor does.',
    'Wait for a moment: another conductor takes it over, or the next start of the service ends it. Else abort it.',
  ),
  WHY_MAINTENANCE: cause(
    'The node is in maintenance.',
    'Take it out of maintenance when that is over: `openstack baremetal node maintenance unset NODE`.',
  ),
  WHY_RULES_CHANGED: cause(
    'Rules have changed the node before the introspection failed.',
    'Look at the rules.',
  ),
  WHY_FAILED: cause('The introspection failed with the error that is shown.', 'Do what the error says.'),
  // where the node stands, when nothing is wrong
  WHY_UNKNOWN: standing(
    'Neither Inspector nor the bare metal service knows the node or the MAC address.',
    'Correct the name, or enrol the machine.',
  ),
  WHY_NEVER_STARTED: standing('The node was never introspected.', 'Start it.'),
  WHY_DEGRADED: standing(
    'A hook could not do all it should; the introspection ended well all the same.',
    'Look at its message.',
  ),
  WHY_FINISHED: standing('The introspection is over and ended well.'),
  WHY_AT_WORK: standing('A conductor works on the node.'),
  WHY_BOOTING: standing('The machine was told to boot not long ago.', 'Wait.'),
  WHY_NO_POST: rest(
    'The machine has posted nothing, and nothing that was looked at says why.',
    'Look at its console: the ramdisk does not boot, or does not reach `ipa-inspection-callback-url`.',
  ),
  // what could not be looked at
  WHY_BAREMETAL_UNSEEN: unseen(
    'The bare metal service could not be asked.',
    'Bring it back, or correct its options; `inspector doctor`.',
  ),
  WHY_CONDUCTOR_UNSEEN: unseen(
    'A conductor could not be asked, so its DHCP server and its work are not known.',
    'Ask again, or ask it itself; `inspector cluster`.',
  ),
  WHY_FILTER_UNSEEN: unseen('What the DHCP server does with the machine could not be looked at.'),
  WHY_DATABASE_UNSEEN: unseen('The database could not be read.', 'Bring it back; `inspector doctor`.'),
} as const satisfies Record<string, Cause>;

/** The code of a finding, one of the keys of {@link CAUSES}. */
export type CauseCode = keyof typeof CAUSES;
