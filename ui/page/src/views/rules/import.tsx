import { useState } from 'preact/hooks';
import { request } from '../../api/request.js';
import { Notice } from '../../parts/notice.js';
import { count, shown } from '../../parts/text.js';
import { linkTo } from '../../router.js';
import { jsonFault } from './rule-text.js';

/** Creates rules from a file: all of them, or none. */
export function Import() {
  const [text, setText] = useState('');
  const [isReplacing, setIsReplacing] = useState(false);
  const [said, setSaid] = useState<{ title: string; text?: string; kind: 'good' | 'bad' }>();
  const fault = text.trim() === '' ? undefined : jsonFault(text);
  const send = async (): Promise<void> => {
    try {
      const path = `/rules/import${isReplacing ? '?replace=true' : ''}`;
      const { rules } = await request<{ rules: readonly unknown[] }>(path, { method: 'POST', body: text });
      setSaid({ title: `${count(rules.length, 'rule')} imported.`, kind: 'good' });
    } catch (error) {
      setSaid({ title: 'No rule was imported.', text: (error as Error).message, kind: 'bad' });
    }
  };
  return (
    <>
      <p class="path">
        <a href={linkTo(['rules'])}>Rules</a>
      </p>
      <h1>Import rules</h1>
      <label class="block">
        A file with one rule or a list of them, JSON
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => void event.currentTarget.files?.[0]?.text().then(setText)}
        />
      </label>
      <label class="block">
        Its text
        <textarea
          rows={14}
          value={text}
          spellcheck={false}
          aria-invalid={fault !== undefined}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {fault !== undefined && <Notice title={shown(fault, 300)} kind="bad" />}
      <label class="check">
        <input type="checkbox" checked={isReplacing} onChange={() => setIsReplacing(!isReplacing)} /> Replace
        rules with the same UUID
      </label>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={text.trim() === '' || fault !== undefined}
          onClick={() => void send()}
        >
          Import
        </button>
      </div>
      {said !== undefined && (
        <Notice title={said.title} kind={said.kind}>
          {said.text !== undefined && <p class="said">{shown(said.text)}</p>}
        </Notice>
      )}
    </>
  );
}
