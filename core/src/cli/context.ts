import type { Command } from 'commander';
import type { ConfigUse } from '../config/load.js';
import type { InspectorConfig } from '../config/types.js';

/** What a command of the `inspector` program works with. Tests replace it; a command never uses the global process. */
export interface CliContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** Standard output and whether a person reads it. */
  readonly stdout: NodeJS.WritableStream & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Writes one line to standard output. */
  print(line?: string): void;
  /** Writes one line to standard error. */
  warn(line: string): void;
  /**
   * The configuration, honouring `--config`; throws `INSP_CONFIG_*`.
   *
   * @param use - what it is for; default: a command that does not listen
   */
  loadConfig(use?: ConfigUse): Promise<InspectorConfig>;
  /** The exit status the program ends with; 0 unless set. An error thrown by a command gives 1. */
  setExitCode(code: number): void;
  /** Aborted on the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

/** The surroundings of the program: the process, or what a test uses instead. */
export type Surroundings = Pick<CliContext, 'cwd' | 'env' | 'stdin' | 'stdout' | 'stderr'>;

/** Adds one command to the program. Each file of this folder but a few exports one. */
export type CommandInstaller = (program: Command, context: CliContext) => void;
