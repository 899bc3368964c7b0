import { isRoot, runCommand, type CommandRunner } from '@inspector/plugin-api/commands';
import type { PluginLog, ServiceOptions } from '@inspector/plugin-api';
import { usualPrivilegeHelper } from '@inspector/plugin-api/pxe-filter';
import type { DnsmasqOptions } from './options.js';
import { Processes } from './processes.js';
import { readPid } from './server-search.js';

type ProcessOptions = Pick<
  DnsmasqOptions,
  'dnsmasqStartCommand' | 'dnsmasqStopCommand' | 'dnsmasqReloadCommand' | 'dnsmasqPidFile' | 'commandTimeout'
>;

/** How dnsmasq is started, stopped and told to read its files again. */
export interface DnsmasqProcess {
  /** Whether the filter starts dnsmasq itself. */
  readonly starts: boolean;
  /** Whether it can tell dnsmasq to read its files again. */
  readonly reloads: boolean;
  /** Runs the start command, if there is one. Throws when it fails. */
  start(): Promise<void>;
  /** Runs the stop command, if there is one, whatever its exit status. */
  stop(): Promise<void>;
  /**
   * Makes dnsmasq read its files again, by command or SIGHUP. false: dnsmasq does not run, so it will read
   * them when it starts.
   */
  reload(): Promise<boolean>;
}

/**
 * Makes the control of dnsmasq. Commands run through the shell; unless the service runs as root, the privilege
 * helper goes in front of them.
 */
export function createDnsmasqProcess(
  options: ProcessOptions,
  context: {
    readonly service: Pick<ServiceOptions, 'rootwrapConfig'>;
    readonly log: PluginLog;
    readonly run?: CommandRunner;
    readonly root?: boolean;
  },
): DnsmasqProcess {
  const { log, run = runCommand, root = isRoot() } = context;
  const helper = root ? '' : `${usualPrivilegeHelper(context.service).join(' ')} `;

  async function shell(command: string): Promise<void> {
    await run({ command: 'sh', args: ['-c', `${helper}${command}`], timeout: options.commandTimeout });
  }

  return {
    starts: options.dnsmasqStartCommand !== '',
    reloads: options.dnsmasqReloadCommand !== '' || options.dnsmasqPidFile !== '',
    async start() {
      if (options.dnsmasqStartCommand) await shell(options.dnsmasqStartCommand);
    },
    async stop() {
      if (!options.dnsmasqStopCommand) return;
      try {
        await shell(options.dnsmasqStopCommand);
      } catch (error) {
        log.debug({ error: String(error) }, 'The command that stops dnsmasq failed; perhaps it did not run');
      }
    },
    async reload() {
      if (options.dnsmasqReloadCommand) {
        await shell(options.dnsmasqReloadCommand);
        return true;
      }
      const pid = readPid(options.dnsmasqPidFile);
      // A pid file may outlive its process, and its number may be another program's now.
      if (pid === undefined || new Processes().nameOf(pid) !== 'dnsmasq') {
        log.warn(
          { pidFile: options.dnsmasqPidFile },
          'dnsmasq does not run; it will read its hosts at start',
        );
        return false;
      }
      process.kill(pid, 'SIGHUP');
      return true;
    },
  };
}
