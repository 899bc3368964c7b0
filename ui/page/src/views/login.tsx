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
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    document.title = 'Log in – Inspector';
    first.current?.focus();
  }, []);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    setIsSending(true);
    setError(undefined);
    try {
      await request('/session', { method: 'POST', body: Object.fromEntries(data), isLogin: true });
      onIn();
    } catch (thrown) {
      const text = (thrown as Error).message;
      setError(text === 'Authentication required' ? WRONG[form] : text);
      setIsSending(false);
      first.current?.focus();
    }
  };
  return (
    <main class="login">
      <h1>
        <img src="./icon.svg" alt="" width="32" height="32" /> Inspector
      </h1>
      {isOut && error === undefined && <Notice title="You are logged out." kind="good" />}
      {error !== undefined && <Notice title={shown(error, 500)} kind="bad" />}
      <form onSubmit={(event) => void send(event)}>
        {form === 'password' ? (
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
        ) : (
          <label>
            Token of Keystone
            <input ref={first} name="token" type="password" autocomplete="off" required />
            <small>
              From <code>openstack token issue -f value -c id</code>
            </small>
          </label>
        )}
        <button type="submit" class="primary" disabled={isSending}>
          {isSending ? 'Logging in…' : 'Log in'}
        </button>
      </form>
    </main>
  );
}

const WRONG: Readonly<Record<LoginForm, string>> = {
  password: 'User or password is wrong.',
  token: 'The token is not valid, or no longer.',
};
