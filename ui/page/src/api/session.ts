import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Who somebody is, and what they may do: `GET /v1/session`. */
export interface Session {
  readonly strategy: 'noauth' | 'http_basic' | 'keystone';
  readonly user: { readonly id: string; readonly name: string; readonly roles: readonly string[] } | null;
  readonly project: string | null;
  readonly expires_at: string | null;
  readonly may: readonly string[];
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Whether the person in front of the page may do what a policy rule stands for. */
export function useMay(): (rule: string) => boolean {
  const session = useContext(SessionContext);
  return (rule) => session?.may.includes(`introspection:${rule}`) ?? false;
}
