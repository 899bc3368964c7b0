import type {
  ActionContext,
  ActionDefinition,
  BareMetalPort,
  Json,
  NodeHandle,
  PatchOperation,
} from '@inspector/plugin-api';

/** What an action asked of the node, in order. */
export type Request = readonly [method: string, ...details: unknown[]];

/** A node handle that keeps what it is asked for; its reads answer the fields it was made with. */
export interface NodeDouble {
  readonly node: NodeHandle;
  readonly requests: Request[];
}

/** Makes one. */
export function nodeDouble(
  fields: Record<string, Json> = {},
  ports: readonly BareMetalPort[] = [],
): NodeDouble {
  const requests: Request[] = [];
  const keep =
    (method: string) =>
    (...details: unknown[]): Promise<void> => {
      requests.push([method, ...details]);
      return Promise.resolve();
    };
  const patch = (operations: readonly PatchOperation[], options?: object): void =>
    void requests.push(['patch', operations, options]);
  const node = {
    uuid: 'n1',
    node: () => Promise.resolve({ uuid: 'n1', ...fields }),
    ports: () => Promise.resolve(new Map(ports.map((port) => [port.address, port]))),
    patch,
    patchPort: (mac: string, operations: readonly PatchOperation[]) =>
      void requests.push(['patchPort', mac, operations]),
    updateCapabilities: keep('updateCapabilities'),
    addTrait: keep('addTrait'),
    removeTrait: keep('removeTrait'),
    getByPath: (path: string) => Promise.resolve(fields[path]),
    hasAppended: () => Promise.resolve(false),
    replaceField: (path: string, change: (value: Json) => Json, initial: Json) => {
      const value = fields[path] ?? initial;
      requests.push(['replaceField', path, change(value)]);
      return Promise.resolve();
    },
  } as unknown as NodeHandle;
  return { node, requests };
}

/** Runs an action and answers what it asked for and logged. */
export async function apply(
  definition: ActionDefinition,
  params: object,
  double: NodeDouble = nodeDouble(),
): Promise<{ readonly requests: readonly Request[]; readonly logged: string[] }> {
  const instance = await definition.setup({} as never);
  const logged: string[] = [];
  const write =
    (level: string) =>
    (message: string): void =>
      void logged.push(`${level}: ${message}`);
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  await instance.apply(
    params as never,
    { node: double.node, data: {}, rule: 'r', log } as unknown as ActionContext,
  );
  return { requests: double.requests, logged };
}

/** The text `validate` refuses parameters with; `none` if it accepts them. */
export async function problem(definition: ActionDefinition, params: object): Promise<string> {
  const instance = await definition.setup({} as never);
  try {
    instance.validate?.(params as never);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
}
