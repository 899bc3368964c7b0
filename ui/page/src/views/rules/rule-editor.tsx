import { useState } from 'preact/hooks';
import { request, requestText } from '../../api/request.js';
import { useMay } from '../../api/session.js';
import { useLoad } from '../../api/use-load.js';
import { Confirm } from '../../parts/confirm.js';
import { Notice, Shown } from '../../parts/notice.js';
import { shown } from '../../parts/text.js';
import { linkTo } from '../../router.js';
import { Explain } from './explain.js';
import { editable, isSensitive, jsonFault, NEW_RULE } from './rule-text.js';

/** One rule as JSON: to read, to change, to try on a node before it is saved, to delete. */
export function RuleEditor({ uuid }: { readonly uuid: string | undefined }) {
  const loaded = useLoad(`rule ${uuid ?? ''}`, async (signal) =>
    uuid === undefined ? NEW_RULE : editable(await requestText(`/rules/${uuid}`, { signal })),
  );
  return (
    <>
      <p class="path">
        <a href={linkTo(['rules'])}>Rules</a>
      </p>
      <h1>{uuid === undefined ? 'New rule' : 'Rule'}</h1>
      <Shown loaded={loaded}>{(text) => <Editor key={text} stored={text} uuid={uuid} />}</Shown>
    </>
  );
}

function Editor({ stored, uuid }: { readonly stored: string; readonly uuid: string | undefined }) {
  const may = useMay();
  const [text, setText] = useState(stored);
  const [error, setError] = useState<string>();
  const [isSaved, setIsSaved] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const fault = jsonFault(text);
  const act = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined);
    setIsSaved(false);
    try {
      await work();
    } catch (thrown) {
      setError((thrown as Error).message);
    }
  };
  const save = (): Promise<void> =>
    act(async () => {
      const { rules } = await request<{ rules: readonly { uuid: string }[] }>('/rules/import?replace=true', {
        method: 'POST',
        body: text,
      });
      const [saved] = rules;
      if (uuid === undefined && saved) location.hash = linkTo(['rules', saved.uuid]);
      setIsSaved(true);
    });
  const remove = (): Promise<void> =>
    act(async () => {
      setIsAsked(false);
      await request(`/rules/${uuid ?? ''}`, { method: 'DELETE' });
      location.hash = linkTo(['rules']);
    });
  return (
    <>
      <label class="block">
        The rule as JSON
        <textarea
          rows={16}
          value={text}
          spellcheck={false}
          aria-invalid={fault !== undefined}
          readOnly={!may('rule:create')}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setIsSaved(false);
          }}
        />
      </label>
      {fault !== undefined && <Notice title={shown(fault, 300)} kind="bad" />}
      {error !== undefined && (
        <Notice title="It was refused." kind="bad">
          <p class="said">{shown(error)}</p>
        </Notice>
      )}
      {isSensitive(stored) && (
        <Notice title="The rule is sensitive.">
          Nobody is shown its conditions and actions. Write all of them to change it.
        </Notice>
      )}
      {isSaved && <Notice title="Saved." kind="good" />}
      {may('rule:explain') && fault === undefined && <Explain rule={text} />}
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={fault !== undefined || !may('rule:create')}
          title={may('rule:create') ? undefined : 'Your roles do not allow it'}
          onClick={() => void save()}
        >
          Save
        </button>
        <button type="button" disabled={text === stored} onClick={() => setText(stored)}>
          As it was
        </button>
        {uuid !== undefined && (
          <button
            type="button"
            class="danger"
            disabled={!may('rule:delete')}
            title={may('rule:delete') ? undefined : 'Your roles do not allow it'}
            onClick={() => setIsAsked(true)}
          >
            Delete
          </button>
        )}
      </div>
      {isAsked && (
        <Confirm
          title="Delete this rule?"
          action="Delete"
          onYes={() => void remove()}
          onNo={() => setIsAsked(false)}
        >
          <p>Introspections from now on go without it. What it has changed stays.</p>
        </Confirm>
      )}
    </>
  );
}
