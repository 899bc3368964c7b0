/** A private database server that a test has started. */
export interface DatabaseServer {
  /** Connection URL in the form the configuration takes; the database in it is empty. */
  readonly url: string;
  /** Makes another empty database on the server and answers its URL. */
  create(name: string): Promise<string>;
  /** Ends the server in an orderly way and removes its files. */
  stop(): Promise<void>;
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and files; resolves when it answers. */
  restart(): Promise<void>;
}

/** How to start a server, for {@link runServer}. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Resolves when the server answers, rejects while it does not. */
  readonly ping: () => Promise<unknown>;
  /** The signal of an orderly end. */
  readonly stopSignal: NodeJS.Signals;
}
