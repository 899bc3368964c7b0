import { defineOptions, InspectorError, type OptionsOf } from '@inspector/plugin-api';

const text = (fallback: string, description: string) =>
  ({ type: 'string', default: fallback, description }) as const;

/** JSON Schema of the options, with every default. */
export const optionsSchema = defineOptions({
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
});

/** The options of the `dnsmasqPxeFilter` group. */
export type DnsmasqOptions = OptionsOf<typeof optionsSchema>;

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
