import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { ROUTES } from '../../src/api/routes/index.js';
import { withApi } from './api-server.js';
import { OPENAPI_3_1 } from './openapi-schema.js';

interface Operation {
  operationId: string;
  parameters: { $ref?: string; name?: string; in?: string }[];
  responses: Record<string, unknown>;
}
interface Document {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

/** Every `$ref` anywhere in a value. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

describe('The OpenAPI document', () => {
  const api = withApi();
  const read = async () => (await api().call('GET', '/openapi.json')).json as Document;

  it('is a valid OpenAPI 3.1 document', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const validate = ajv.compile(OPENAPI_3_1);
    expect(validate(await read()), ajv.errorsText(validate.errors)).to.equal(true);
  });

  it('has valid schemas and no dangling references', async () => {
    const document = await read();
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(new Ajv2020({ strict: false }).validateSchema(schema), name).to.equal(true);
    }
    for (const reference of referencesIn(document)) {
      const found = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).to.be.an('object');
    }
  });

  it('has every route, each with its own name', async () => {
    const { paths } = await read();
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented).to.have.members(ROUTES.map(({ method, path }) => `${method} ${path}`));
    const names = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(names).size).to.equal(ROUTES.length);
  });

  it('declares every parameter of every path', async () => {
    const { paths } = await read();
    for (const [path, methods] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(declared, path).to.have.members(inPath);
      }
    }
  });

  it('names the server as the reader reaches it', async () => {
    expect((await read()).servers).to.deep.equal([{ url: api().url }]);
  });
});
