import { expect } from 'chai';

/** Everything an API shows: paths and their answers, with the service's own address taken out. */
export type Everything = Map<string, unknown>;
interface Listed {
  readonly uuid: string;
}

async function read(base: string, path: string): Promise<{ status: number; body: unknown; text: string }> {
  const response = await fetch(`${base}${path}`);
  const text = (await response.text()).replaceAll(base, '').trim();
  return { status: response.status, body: JSON.parse(text) as unknown, text };
}

/** Reads everything that an API shows of nodes, their data, and rules. */
export async function readEverything(base: string): Promise<Everything> {
  const whole = async (path: string): Promise<[string, unknown]> => {
    const { status, body } = await read(base, path);
    return [path, { status, body }];
  };
  // Stored data are compared as texts: parsing hides how numbers are written.
  const data = async (path: string): Promise<[string, unknown]> => {
    const { status, text } = await read(base, path);
    return [path, status === 200 ? text : status];
  };
  const { introspection } = (await read(base, '/v1/introspection')).body as { introspection: Listed[] };
  const { rules } = (await read(base, '/v1/rules')).body as { rules: Listed[] };
  const ofNode = (uuid: string) => [
    whole(`/v1/introspection/${uuid}`),
    data(`/v1/introspection/${uuid}/data`),
    data(`/v1/introspection/${uuid}/data/unprocessed`),
  ];
  return new Map(
    await Promise.all([
      whole('/v1/introspection'),
      whole(`/v1/introspection?limit=7&marker=${introspection[20]?.uuid}`),
      whole('/v1/introspection?state=error,waiting'),
      ...introspection.flatMap(({ uuid }) => ofNode(uuid)),
      whole('/v1/rules'),
      ...rules.map(({ uuid }) => whole(`/v1/rules/${uuid}`)),
    ]),
  );
}

/** Fails where one of two APIs shows something else. */
export function expectSame(found: Everything, wanted: Everything): void {
  expect([...found.keys()]).to.deep.equal([...wanted.keys()]);
  for (const [path, answer] of wanted) expect(found.get(path), path).to.deep.equal(answer);
}

/**
 * As {@link expectSame}, but stored data may be written in another way: ironic-inspector parses what it did not write itself, and
 * puts blanks between its members.
 */
export function expectSameValues(found: Everything, wanted: Everything): void {
  const values = (answers: Everything): Everything =>
    new Map(
      [...answers].map(([path, answer]) => [path, typeof answer === 'string' ? JSON.parse(answer) : answer]),
    );
  expectSame(values(found), values(wanted));
}
