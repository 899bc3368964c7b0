/** Who somebody is, and what they may do. */
export interface Session {
  /** How callers prove who they are. */
  readonly strategy: 'noauth' | 'http_basic' | 'keystone';
  /** null: callers are not authenticated. */
  readonly user: { readonly id: string; readonly name: string; readonly roles: readonly string[] } | null;
  /** Name of the project that a token is for. */
  readonly project: string | null;
  /** When the session ends, ISO 8601; null: the request belongs to none. */
  readonly expires_at: string | null;
  /** The policy rules that let the caller through. */
  readonly may: readonly string[];
}
