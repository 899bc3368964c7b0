import { expect } from 'chai';
import {
  defineHook,
  defineOptions,
  defineStorage,
  type HookContext,
  type HookDefinition,
  type Json,
  type JsonObject,
  type JsonSchema,
  type NoOptions,
  type OptionsOf,
} from '../../src/index.js';
import { compileSchema } from '../../src/package/index.js';
import { openStackSchema, type OpenStackOptions } from '../../src/openstack/index.js';

/** Is true only for types that are the same to the last modifier. */
type Same<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;
/** The compiler refuses a call with two different types; there is nothing to do at run time. */
const same = <Left, Right>(...verdict: Same<Left, Right> extends true ? [] : ['these types differ']): void =>
  void expect(verdict).to.deep.equal([]);

const schema = defineOptions({
  type: 'object',
  additionalProperties: false,
  required: ['rows', 'wall'],
  properties: {
    rows: { type: 'object', additionalProperties: { type: 'integer', minimum: 1 } },
    wall: { type: ['number', 'null'] },
    mode: { type: 'string', enum: ['left', 'right'], default: 'left' },
    doors: {
      type: 'array',
      default: [{ name: 'main' }],
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, open: { type: 'boolean' } },
      },
    },
    floor: { type: 'object', default: {}, properties: { level: { type: 'integer', default: 0 } } },
    kind: { const: 'hall' },
    label: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    rest: { description: 'anything' },
    extra: { type: 'object' },
  },
});

interface Expected {
  readonly rows: { readonly [name: string]: number };
  readonly wall: number | null;
  readonly mode: 'left' | 'right';
  readonly doors: { readonly name: string; readonly open?: boolean }[];
  readonly floor: { readonly level: number };
  readonly kind?: 'hall';
  readonly label?: string | string[];
  readonly rest?: Json;
  readonly extra?: JsonObject;
}
type Plain<T> = { [Name in keyof T]: T[Name] };

describe('the type of options', () => {
  it('follows from the schema', () => {
    same<OptionsOf<typeof schema>, Plain<Expected>>();
  });

  it('promises what validation puts there, and nothing more', () => {
    const given: JsonObject = { rows: { a: 1 }, wall: null };
    expect(compileSchema('a package', 'a hook', schema).validate?.(given)).to.equal(true);
    const options = given as unknown as OptionsOf<typeof schema>;
    expect(options.mode).to.equal('left');
    expect(options.doors).to.deep.equal([{ name: 'main' }]);
    expect(options.floor.level).to.equal(0);
    expect(Object.keys(options)).to.have.members(['rows', 'wall', 'mode', 'doors', 'floor']);
  });

  it('is that of config where the schema is written into the definition', () => {
    const hook = defineHook({
      id: 'x',
      configSchema: {
        type: 'object',
        properties: { depth: { type: 'integer', default: 3 }, name: { type: 'string' } },
      },
      setup({ config }) {
        same<typeof config, { readonly depth: number; readonly name?: string }>();
        // @ts-expect-error the option is called depth
        void config.dept;
        // @ts-expect-error nothing says that there is a name
        const name: string = config.name;
        void name;
        return {};
      },
    });
    same<typeof hook, HookDefinition<{ readonly depth: number; readonly name?: string }>>();
    expect(hook.configSchema).to.have.property('properties');
  });

  it('is that of config where the schema comes from elsewhere', () => {
    defineStorage({
      id: 'x',
      configSchema: schema,
      setup({ config }) {
        same<typeof config, OptionsOf<typeof schema>>();
        throw new Error(`not set up here with ${config.mode}`);
      },
    });
  });

  it('is empty without a schema', () => {
    defineHook({
      id: 'x',
      setup({ config }) {
        same<typeof config, OptionsOf<NoOptions>>();
        // @ts-expect-error it takes no options
        void config.depth;
        return {};
      },
    });
  });

  it('cannot be asserted against the schema', () => {
    // @ts-expect-error a type argument is the schema, not the options
    defineHook<{ depth: number }>({ id: 'x', configSchema: { type: 'object' }, setup: () => ({}) });
  });

  it('is any JSON object for a schema nothing is known of', () => {
    same<OptionsOf<JsonSchema>, JsonObject>();
  });

  it('has what OpenStack clients need', () => {
    const swift = defineOptions({
      type: 'object',
      properties: {
        ...openStackSchema('object-store', 'password'),
        container: { type: 'string', default: 'a' },
      },
    });
    const usable = (options: OptionsOf<typeof swift>): OpenStackOptions => options;
    same<OptionsOf<typeof swift>['timeout'], number>();
    same<OptionsOf<typeof swift>['container'], string>();
    same<OptionsOf<typeof swift>['authUrl'], string | undefined>();
    const options: JsonObject = {};
    compileSchema('a package', 'swift', swift).validate?.(options);
    const { timeout, serviceType } = usable(options as unknown as OptionsOf<typeof swift>);
    expect({ timeout, serviceType }).to.deep.equal({ timeout: 60, serviceType: 'object-store' });
  });

  it('does not stand in the way of lists of definitions', () => {
    const hook = defineHook({ id: 'x', configSchema: schema, setup: () => ({}) });
    const hooks: HookDefinition[] = [hook];
    expect(hooks).to.have.lengthOf(1);
  });
});

describe('the context of a definition', () => {
  it('has what the kind of plugin needs', () => {
    defineHook({
      id: 'x',
      setup(context) {
        same<typeof context, HookContext<OptionsOf<NoOptions>>>();
        // @ts-expect-error the table of introspection data is for storage backends
        void context.introspectionData;
        return {};
      },
    });
    defineStorage({
      id: 'x',
      setup(context) {
        // @ts-expect-error storage backends have nothing to do with nodes
        void context.baremetal;
        // @ts-expect-error what plugins know of the service cannot be written
        context.service.timeout = 1;
        throw new Error('not set up here');
      },
    });
  });
});
