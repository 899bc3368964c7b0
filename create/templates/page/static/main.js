// Shows the latest introspections. Addresses are relative: a proxy may put the API below any path.
const said = document.querySelector('#said');

/** A row of texts. What a machine said is never markup. */
function row(texts) {
  const line = document.createElement('tr');
  for (const text of texts) line.insertCell().textContent = text;
  return line;
}

async function show() {
  const answer = await fetch('../v1/introspection?limit=100');
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error?.message ?? `The API answered ${answer.status}.`);
  const rows = body.introspection.map(({ uuid, state, error }) => row([uuid, state, error ?? '']));
  document.querySelector('tbody').replaceChildren(...rows);
  document.querySelector('table').hidden = rows.length === 0;
  said.textContent = rows.length === 0 ? 'There was no introspection yet.' : `The latest ${rows.length}:`;
}

show().catch((error) => {
  said.textContent = error.message;
});
