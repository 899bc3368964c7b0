import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { request, type LoginForm } from '../api/request.js';
import { Notice } from '../parts/notice.js';
import { shown } from '../parts/text.js';

/** Asks for user and password, or for a token, and leads back to where somebody was. */
export function Login({
  form,
  isOut,
  onIn,
}: {
  readonly form: LoginForm;
  /** true: somebody has just logged out. */
  readonly isOut: boolean;
  readonly onIn: () => void;
}) {
  const [error, setError] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const [isByToken, setIsByToken] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Log in – Inspector';
  }, []);
  useEffect(() => first.current?.focus(), [isByToken]);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const body = Object.fromEntries([...data].filter(([, value]) => value !== ''));
    setIsSending(true);
    setError(undefined);
    try {
      await request('/session', { method: 'POST', body, isLogin: true });
      onIn();
    } catch (thrown) {
      const text = (thrown as Error).message;
      setError(text === 'Authentication required' ? wrong(body) : text);
      setIsSending(false);
      first.current?.focus();
    }
  };
  const change = (): void => {
    setIsByToken(!isByToken);
    setError(undefined);
  };
  return (
    <main class="login">
      <h1>
        <img src="./icon.svg" alt="" width="32" height="32" /> Inspector
      </h1>
      {isOut && error === undefined && <Notice title="You are logged out." kind="good" />}
      {error !== undefined && <Notice title={shown(error, 500)} kind="bad" />}
      <form onSubmit={(event) => void send(event)}>
        {isByToken ? <Token first={first} /> : <Password first={first} />}
        {form === 'keystone' && !isByToken && <Scope />}
        <button type="submit" class="primary" disabled={isSending}>
          {isSending ? 'Logging in…' : 'Log in'}
        </button>
        {form === 'keystone' && (
          <button type="button" class="plain" onClick={change} disabled={isSending}>
            {isByToken ? 'Log in with user and password' : 'Log in with a token'}
          </button>
        )}
      </form>
    </main>
  );
}

type First = { readonly first: RefObject<HTMLInputElement | null> };

const Password = ({ first }: First) => (
  <>
    <label>
      User
      <input ref={first} name="user" autocomplete="username" autocapitalize="off" required />
    </label>
    <label>
      Password
      <input name="password" type="password" autocomplete="current-password" required />
    </label>
  </>
);

const Token = ({ first }: First) => (
  <label>
    Token of Keystone
    <input ref={first} name="token" type="password" autocomplete="off" required />
    <small>
      From <code>openstack token issue -f value -c id</code>
    </small>
  </label>
);

/** What somebody wants to work in, where Keystone would not guess it. */
function Scope() {
  const [isSystem, setIsSystem] = useState(false);
  return (
    <>
      <label>
        Project
        <input name="project" autocapitalize="off" disabled={isSystem} />
        <small>Empty: your default project</small>
      </label>
      <details>
        <summary>Domains, whole system</summary>
        <label>
          Domain of the user
          <input name="user_domain" autocapitalize="off" />
          <small>Empty: the usual one</small>
        </label>
        <label>
          Domain of the project
          <input name="project_domain" autocapitalize="off" disabled={isSystem} />
          <small>Empty: the same</small>
        </label>
        <label class="check">
          <input
            type="checkbox"
            name="system_scope"
            value="all"
            checked={isSystem}
            onChange={({ currentTarget }) => setIsSystem(currentTarget.checked)}
          />
          Whole system instead of a project
        </label>
      </details>
    </>
  );
}

/** What is wrong, as far as it was told: Keystone does not say whether it is the user, the password or the project. */
function wrong(body: Readonly<Record<string, unknown>>): string {
  if ('token' in body) return 'The token is not valid, or no longer.';
  const named = ['project', 'user_domain', 'project_domain', 'system_scope'].some((name) => name in body);
  return named ? 'User, password or what you want to work in is wrong.' : 'User or password is wrong.';
}
