import { InspectorError } from '@inspector/plugin-api';

/** The options of the `dnsmasqPxeFilter` group. */
export interface DnsmasqOptions {
  /** `hostsdir`: a file per machine, read by dnsmasq as it changes; `hostsfile`: one file and SIGHUP. */
  readonly mode: 'hostsdir' | 'hostsfile';
  /** Folder that dnsmasq watches (`--dhcp-hostsdir`); belongs to Inspector alone. */
  readonly dhcpHostsdir: string;
  /** Whether to remove what does not belong into the folder when the service starts. */
  readonly purgeDhcpHostsdir: boolean;
  /** File that dnsmasq reads on SIGHUP (`--dhcp-hostsfile`); belongs to Inspector alone. */
  readonly dhcpHostsfile: string;
  /** Shell command that starts dnsmasq once the lists are complete; empty: somebody else does. */
  readonly dnsmasqStartCommand: string;
  /** Shell command that stops dnsmasq. */
  readonly dnsmasqStopCommand: string;
  /** Shell command that makes dnsmasq read its files again; goes before `dnsmasqPidFile`. */
  readonly dnsmasqReloadCommand: string;
  /** File with the process id of dnsmasq, to send it SIGHUP. */
  readonly dnsmasqPidFile: string;
  /** Seconds a command may take. */
  readonly commandTimeout: number;
}

const text = (fallback: string, description: string) => ({ type: 'string', default: fallback, description });

/** JSON Schema of the options, with every default. */
export const optionsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    mode: {
      type: 'string',
      enum: ['hostsdir', 'hostsfile'],
      default: 'hostsdir',
      description:
        '`hostsdir`: a file per machine; `hostsfile`: one file and SIGHUP, for many thousand machines.',
    },
    dhcpHostsdir: text(
      '/var/lib/ironic-inspector/dhcp-hostsdir',
      'Folder that dnsmasq watches (`--dhcp-hostsdir`); nothing else may write to it.',
    ),
    purgeDhcpHostsdir: {
      type: 'boolean',
      default: true,
      description:
        'At the start, remove files that do not belong into the folder; false when several services share it.',
    },
    dhcpHostsfile: text(
      '/var/lib/ironic-inspector/dhcp-hostsfile',
      'File that dnsmasq reads on SIGHUP (`--dhcp-hostsfile`) in the mode `hostsfile`.',
    ),
    dnsmasqStartCommand: text('', 'Shell command that starts dnsmasq once the lists are complete.'),
    dnsmasqStopCommand: text('', 'Shell command that stops dnsmasq.'),
    dnsmasqReloadCommand: text('', 'Shell command that makes dnsmasq read its files again.'),
    dnsmasqPidFile: text('', 'File with the process id of dnsmasq, to send it SIGHUP.'),
    commandTimeout: {
      type: 'integer',
      minimum: 1,
      default: 60,
      description: 'Seconds one of the commands may take.',
    },
  },
} as const;

/**
 * Checks what the schema cannot.
 *
 * @throws `INSP_CONFIG_INVALID` when dnsmasq could never learn of a change.
 */
export function checkOptions(options: DnsmasqOptions): void {
  if (options.mode !== 'hostsfile' || options.dnsmasqReloadCommand || options.dnsmasqPidFile) return;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    "dnsmasqPxeFilter.mode is 'hostsfile', but dnsmasq cannot be told to read the file again: " +
      'set dnsmasqPxeFilter.dnsmasqPidFile or dnsmasqPxeFilter.dnsmasqReloadCommand.',
  );
}
