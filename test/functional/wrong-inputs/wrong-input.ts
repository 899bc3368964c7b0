/** Something an operator does wrong, and what must be said about it. */
export interface WrongInput {
  readonly name: string;
  /** Files of the working directory by name; a file of several lines is a list. */
  readonly files?: Readonly<Record<string, string | readonly string[] | Buffer>>;
  /** Variables of the environment, their names without `INSPECTOR_`. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed after `inspector`; `{place}` is filled in. Default: `config validate`. */
  readonly words?: string;
  /** Default: 1. */
  readonly status?: number;
  /** Parts of what is said, each of them needed; `{place}` is filled in. */
  readonly said: readonly string[];
}

/** A configuration in YAML. */
export const yaml = (...lines: readonly string[]): Readonly<Record<string, readonly string[]>> => ({
  'inspector.config.yaml': lines,
});
