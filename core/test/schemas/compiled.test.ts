import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '@inspector/plugin-api';
import { compileSchema } from '@inspector/plugin-api/package';
import { configSchema } from '../../src/config/schema.js';
import { configValidator } from '../../src/config/validator.js';
import { compiledName, compiledValidator, type SchemaPurpose } from '../../src/schemas/compiled.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const require = createRequire(import.meta.url);

const CONFIGURATIONS = [
  {},
  { listenPort: 0, processing: { storeData: 'database' } },
  { listenPort: 70_000, lissenPort: 1, processing: { addPorts: 'some', keep: true }, debug: 'perhaps' },
  { authStrategy: 'keystone', ipmiAddressFields: [1], plugins: { 'hook-x': 5 }, ssl: 'yes' },
];

describe('the validation functions that the build makes', () => {
  before(async () => {
    await promisify(execFile)(process.execPath, ['scripts/compile-schemas.mjs'], { cwd: ROOT });
  });

  const built = (purpose: SchemaPurpose, schema: JsonSchema): ValidateFunction =>
    require(`${ROOT}core/dist/schemas/compiled/${compiledName(purpose, schema)}`) as ValidateFunction;
  const verdict = (validate: ValidateFunction, value: unknown) => ({
    valid: validate(value),
    errors: validate.errors,
    value,
  });

  for (const content of CONFIGURATIONS) {
    it(`judge a configuration as ajv does: ${JSON.stringify(content)}`, () => {
      const judged = verdict(built('configuration', configSchema()), structuredClone(content));
      expect(judged).to.deep.equal(verdict(configValidator(), structuredClone(content)));
    });
  }

  it('judge the options of our plugins as ajv does, and fill in the same defaults', async () => {
    const file = pathToFileURL(`${ROOT}plugins/baremetal-ironic/dist/index.js`).href;
    const { default: ironic } = (await import(file)) as { default: { readonly configSchema: JsonSchema } };
    const byAjv = compileSchema('@inspector/baremetal-ironic', 'ironic', ironic.configSchema).validate;
    for (const options of [{}, { endpointOverride: 'http://[::1]:6385' }, { maxRetries: 'often', x: 1 }]) {
      const judged = verdict(built('plugin-options', ironic.configSchema), structuredClone(options));
      expect(judged).to.deep.equal(verdict(byAjv!, structuredClone(options)));
    }
  });

  it('are not used for a schema that has changed since', () => {
    const changed = { ...configSchema(), title: 'Another one' };
    expect(compiledName('configuration', changed)).not.to.equal(
      compiledName('configuration', configSchema()),
    );
    expect(compiledValidator('configuration', changed)).to.equal(undefined);
  });
});
