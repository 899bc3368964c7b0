import { choice, flag, list, optionalText, text } from '../option.js';

/** Hooks that run unless `processingHooks` says otherwise. */
export const DEFAULT_HOOKS = [
  'ramdisk_error',
  'root_disk_selection',
  'scheduler',
  'validate_interfaces',
  'capabilities',
  'pci_devices',
] as const;

/** The `processing` group. */
export const processingOptions = {
  addPorts: choice(['all', 'active', 'pxe', 'disabled'], 'pxe', 'Which network cards become ports.'),
  keepPorts: choice(['all', 'present', 'added'], 'all', 'Which existing ports are kept.'),
  overwriteExisting: flag(true, 'false: only values that are not set yet are written.'),
  defaultProcessingHooks: list(
    [...DEFAULT_HOOKS],
    'What `$default_processing_hooks` stands for in `processingHooks`.',
  ),
  processingHooks: list(['$default_processing_hooks'], 'Hooks to run, in this order.'),
  ramdiskLogsDir: optionalText(
    'Directory for the logs of ramdisks; absent: they are dropped. Those that belong to no introspection go into the folder `unknown` in it.',
  ),
  alwaysStoreRamdiskLogs: flag(false, 'Store the logs of successful introspections too.'),
  ramdiskLogsFilenameFormat: text(
    '{uuid}_{dt:%Y%m%d-%H%M%S.%f}.tar.gz',
    'File name of ramdisk logs; `{uuid}`, `{mac}`, `{bmc}` and `{dt:strftime}` are replaced.',
  ),
  nodeNotFoundHook: optionalText('Hook that is asked when no node matches the posted data.'),
  quietLookup: flag(
    false,
    'true: a ramdisk whose data match no introspection, an ended one or several gets the same 404 and no reason, as from the inspection of Ironic itself. The log and `inspector unmatched` have the reason.',
  ),
  callbackSecret: optionalText(
    'Secret that ramdisks have in the address they post to, as in `…/v1/continue?secret=…`; at least 16 letters, digits, `-`, `_`, `.` and `~`. Without it they are refused. Absent: none is asked for.',
    { secret: true },
  ),
  storeData: text('database', 'Storage backend of introspection data.'),
  diskPartitioningSpacing: flag(true, 'Leave 1 GiB of the root disk out of `local_gb`.'),
  powerOff: flag(true, 'Power machines off after a successful introspection.'),
  permitActiveIntrospection: flag(false, 'Accept data of machines in use (`active`, `rescue`).'),
  updatePxeEnabled: flag(true, 'Set `pxe_enabled` of ports to whether the machine booted from them.'),
} as const;
