/** User and password of somebody who logs in, and what they want to work in. */
export interface PasswordLogin {
  readonly user: string;
  readonly password: string;
  /** Name of the domain of the user; undefined: the usual one. */
  readonly userDomain?: string | undefined;
  /** Undefined: what is usual for the user. */
  readonly scope?: LoginScope | undefined;
}

/** What somebody wants to work in: the whole system, or a project by its name, in the domain of the user unless one is named. */
export type LoginScope =
  { readonly system: 'all' } | { readonly project: string; readonly domain?: string | undefined };

/** What somebody logs in with. */
export type GivenLogin = PasswordLogin | { readonly token: string };
