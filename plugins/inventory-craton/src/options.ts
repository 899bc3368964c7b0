import { checkAll, defineOptions, httpUrlFault, InspectorError, type OptionsOf } from '@inspector/plugin-api';
import { tlsSchema, type TlsOptions } from '@inspector/plugin-api/openstack';

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;

/** JSON Schema of {@link CratonOptions}. Secrets are marked `writeOnly`. */
export const cratonSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    url: text(
      'URL of Craton, with or without `/v1`, such as `http://192.0.2.1:7780/v1`. Default: `CRATON_URL` of the environment.',
    ),
    projectId: text('Project to work in, a UUID. Default: `OS_PROJECT_ID` of the environment.'),
    username: text('User name. Default: `OS_USERNAME` of the environment.'),
    password: {
      ...text('API key of the user. Default: `OS_PASSWORD` of the environment.'),
      writeOnly: true,
    },
    cloud: {
      ...text('Name of the cloud; it is made when it is missing.'),
      maxLength: 255,
      default: 'inspector',
    },
    region: {
      ...text('Name of the region of the cloud that holds the inventory; it is made when it is missing.'),
      maxLength: 255,
      default: 'inventory',
    },
    drift: {
      type: 'string',
      enum: ['report', 'accept', 'reject'],
      default: 'report',
      description:
        'What happens where somebody else has changed hosts in Craton: `report`: their values count, with a warning; `accept`: they count; `reject`: the inventory cannot be read.',
    },
    history: {
      type: 'boolean',
      default: false,
      description: 'true: former revisions are kept, too. Every look at the inventory reads them all.',
    },
    keep: {
      type: 'integer',
      minimum: 1,
      default: 15,
      description: 'With `history`: revisions that stay, the newest.',
    },
    claimTimeout: {
      type: 'integer',
      minimum: 10,
      default: 120,
      description:
        'Seconds after which a writer that is not heard of has no claim to the inventory any more.',
    },
    timeout: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 30,
      description: 'Seconds until a request that is not answered completely is given up.',
    },
    ...tlsSchema,
  },
});

/** Options of `plugins['inventory-craton']`, as they are after validation. */
export type CratonOptions = OptionsOf<typeof cratonSchema>;

/** Where Craton is, and who asks it. */
export interface CratonAccess extends TlsOptions {
  /** Ends in `/v1`. */
  readonly url: string;
  readonly projectId: string;
  readonly username: string;
  readonly password: string;
  /** Seconds. */
  readonly timeout: number;
}

/** Key of the options, for messages. */
export const GROUP = "plugins['inventory-craton']";

/** The variables of the environment that Craton's own client reads. */
const VARIABLES = {
  url: 'CRATON_URL',
  projectId: 'OS_PROJECT_ID',
  username: 'OS_USERNAME',
  password: 'OS_PASSWORD',
} as const;

type Name = keyof typeof VARIABLES;

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/**
 * What the options say about the way to Craton, completed from the environment.
 *
 * @throws `INSP_CONFIG_INVALID` naming every option that is missing or wrong
 */
export function accessOf(
  options: CratonOptions,
  env: Readonly<Record<string, string | undefined>>,
): CratonAccess {
  const given = (name: Name): string => options[name] ?? env[VARIABLES[name]] ?? '';
  const url = given('url');
  const projectId = given('projectId');
  checkAll(
    ...(Object.keys(VARIABLES) as Name[]).map((name) => () => {
      if (given(name) === '')
        throw wrong(name, `is needed. Set it, or ${VARIABLES[name]} in the environment.`);
    }),
    () => {
      const fault = url === '' ? undefined : httpUrlFault(url, EXAMPLE);
      if (fault !== undefined) throw wrong('url', fault);
    },
    () => {
      if (projectId !== '' && !UUID.test(projectId)) {
        throw wrong('projectId', `${JSON.stringify(projectId)} is not a UUID. Set the id of the project.`);
      }
    },
  );
  const { cafile, certfile, keyfile, insecure, timeout } = options;
  return {
    url: withVersion(url),
    projectId,
    username: given('username'),
    password: given('password'),
    timeout,
    insecure,
    ...(cafile !== undefined && { cafile }),
    ...(certfile !== undefined && { certfile }),
    ...(keyfile !== undefined && { keyfile }),
  };
}

const EXAMPLE = 'http://192.0.2.1:7780/v1';

function withVersion(url: string): string {
  const bare = url.replace(/\/+$/, '');
  return bare.endsWith('/v1') ? bare : `${bare}/v1`;
}

const wrong = (option: string, what: string): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `${GROUP}.${option}: ${what}`);
