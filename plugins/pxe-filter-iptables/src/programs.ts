import { CommandError, type CommandRunner } from '@inspector/plugin-api/commands';
import type { PluginLog } from '@inspector/plugin-api';
import type { Programs } from './options.js';

/** How the packet filter is asked and changed. */
export interface PacketFilter {
  /** Finds out what the programs can do. Throws when they are missing. */
  probe(): Promise<void>;
  /** Runs one command and returns what it prints. Arguments are separated by single spaces. */
  single(command: string): Promise<string>;
  /** Runs one command until it fails, a hundred times at most: removes rules that are there several times. */
  repeat(command: string): Promise<void>;
  /** Runs one command that may fail, for what may be gone already. */
  attempt(command: string): Promise<boolean>;
  /**
   * Loads many changes as one. false: there is no way to do that here (the program is missing, or the
   * privilege helper refuses it); nothing has changed then.
   */
  restore(input: string): Promise<boolean>;
  /** Has the kernel look at what {@link restore} would load, without a change. Does nothing where that cannot be done. */
  test(input: string): Promise<void>;
}

/** Statuses with which the usual privilege helper says that it does not know or allow a program. */
const HELPER_REFUSED = [96, 97, 98, 99];
const REFUSED = /command not found|not allowed|unauthorized|(unrecognized|invalid|unknown) option/i;

/** Makes the access to the packet filter. */
export function createPacketFilter(options: {
  readonly programs: Programs;
  /** What goes in front of every command; empty when the service may change packet filters itself. */
  readonly helper: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  readonly run: CommandRunner;
  readonly log: PluginLog;
}): PacketFilter {
  const { programs, helper, timeout, run, log } = options;
  let wait: readonly string[] = ['-w'];
  let restores = true;

  async function execute(program: string, args: readonly string[], input?: string): Promise<string> {
    const [command = program, ...rest] = [...helper, program, ...args];
    const { stdout } = await run({ command, args: rest, timeout, ...(input === undefined ? {} : { input }) });
    return stdout;
  }

  async function attempt(command: string): Promise<boolean> {
    try {
      await execute(programs.single, [...wait, ...command.split(' ')]);
      return true;
    } catch (error) {
      if (!CommandError.is(error) || error.missing) throw error;
      log.debug({ error: error.message }, 'Nothing to do');
      return false;
    }
  }

  return {
    attempt,
    async probe() {
      wait = ['-w'];
      restores = true;
      try {
        await execute(programs.single, ['-w', '-h']);
      } catch (error) {
        if (!CommandError.is(error) || error.missing) throw error;
        log.warn(
          { error: error.message },
          `${programs.single} does not know -w, so it fails while another program changes the packet filter; ` +
            'please update it to version 1.4.21 at least',
        );
        wait = [];
      }
    },
    single: (command) => execute(programs.single, [...wait, ...command.split(' ')]),
    async repeat(command) {
      for (let times = 0; times < 100; times++) if (!(await attempt(command))) return;
    },
    async test(input) {
      try {
        await execute(programs.restore, [...wait, '--noflush', '--test'], input);
      } catch (error) {
        if (!CommandError.is(error) || !isRefused(error)) throw error;
        log.debug({ error: error.message }, 'Rules could not be tried out');
      }
    },
    async restore(input) {
      if (!restores) return false;
      try {
        await execute(programs.restore, [...wait, '--noflush'], input);
        return true;
      } catch (error) {
        if (!CommandError.is(error) || !isRefused(error)) throw error;
        log.warn(
          { error: error.message },
          `${programs.restore} cannot be used: rules are changed one by one, which is slow for many machines`,
        );
        restores = false;
        return false;
      }
    },
  };
}

const isRefused = (error: CommandError): boolean =>
  error.missing || HELPER_REFUSED.includes(error.status ?? 0) || REFUSED.test(error.stderr);
