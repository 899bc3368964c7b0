import { useEffect, useRef, useState } from 'preact/hooks';
import { request, whenStranger, type LoginForm } from './api/request.js';
import { SessionContext, type Session } from './api/session.js';
import { useLoad } from './api/use-load.js';
import { Shown } from './parts/notice.js';
import { linkTo, usePlace } from './router.js';
import { useTheme } from './theme.js';
import { Login } from './views/login.js';
import { VIEWS } from './views/index.js';

/** The page: who somebody is, where they are, and the view of that place. */
export function App() {
  const [form, setForm] = useState<LoginForm>();
  const [turn, setTurn] = useState(0);
  const [isOut, setIsOut] = useState(false);
  const theme = useTheme();
  useEffect(() => whenStranger(setForm), []);
  const session = useLoad(`session ${turn}`, (signal) => request<Session>('/session', { signal }));
  const again = (): void => {
    setForm(undefined);
    setIsOut(false);
    setTurn((before) => before + 1);
  };
  const logOut = (): void => {
    void request('/session', { method: 'DELETE' }).finally(() => {
      setIsOut(true);
      setTurn((before) => before + 1);
    });
  };
  if (form !== undefined) return <Login form={form} isOut={isOut} onIn={again} />;
  return (
    <Shown loaded={session}>
      {(known) => (
        <SessionContext.Provider value={known}>
          <Frame session={known} onOut={logOut} theme={theme} />
        </SessionContext.Provider>
      )}
    </Shown>
  );
}

const THEME_WORDS = { auto: 'Colours: system', light: 'Colours: light', dark: 'Colours: dark' } as const;

function Frame({
  session,
  onOut,
  theme: [theme, changeTheme],
}: {
  readonly session: Session;
  readonly onOut: () => void;
  readonly theme: ReturnType<typeof useTheme>;
}) {
  const place = usePlace();
  const [name = 'nodes'] = place.parts;
  const view = VIEWS.find((one) => one.path === name || one.also === name);
  const main = useRef<HTMLElement>(null);
  const title = view?.title ?? 'Not found';
  useEffect(() => {
    document.title = `${place.parts[1] ?? title} – Inspector`;
  }, [title, place.parts[1]]);
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [place.parts.join('/')]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        To the content
      </a>
      <header>
        <a class="brand" href={linkTo(['nodes'])}>
          <img src="./icon.svg" alt="" width="24" height="24" />
          Inspector
        </a>
        <nav aria-label="Views">
          {VIEWS.map((one) => (
            <a key={one.path} href={linkTo([one.path])} aria-current={one === view ? 'page' : undefined}>
              {one.title}
            </a>
          ))}
        </nav>
        <div class="person">
          <button type="button" onClick={changeTheme} title="Change between light and dark">
            {THEME_WORDS[theme]}
          </button>
          {session.user === null ? (
            <span class="who">Open to everybody</span>
          ) : (
            <>
              <span class="who">
                {session.user.name}
                {session.project === null ? '' : ` in ${session.project}`}
              </span>
              {session.expires_at !== null && (
                <button type="button" onClick={onOut}>
                  Log out
                </button>
              )}
            </>
          )}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {view === undefined ? (
          <>
            <h1>There is no such view</h1>
            <p>
              <a href={linkTo(['nodes'])}>All nodes</a>
            </p>
          </>
        ) : (
          <view.View place={place} />
        )}
      </main>
    </>
  );
}
