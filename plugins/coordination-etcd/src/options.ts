import { defineOptions, type OptionsOf } from '@inspector/plugin-api';
import { tlsSchema } from '@inspector/plugin-api/openstack';

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;

/** JSON Schema of {@link EtcdOptions}. Secrets are marked `writeOnly`. */
export const etcdSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    endpoints: {
      type: 'array',
      items: { type: 'string', pattern: '^https?://[^/?#@]+/?$' },
      minItems: 1,
      description:
        'URLs of the client interface of all etcd members. Default: the host of `backendUrl`, else `http://127.0.0.1:2379`.',
    },
    backendUrl: text(
      'The same in the form of ironic-inspector: `etcd3+http://host:port`, with the options of its library after a `?`. For the hosts of several members separate them by commas.',
    ),
    username: text('User to authenticate as, where etcd has authentication enabled. With `password`.'),
    password: { ...text('Password of the user.'), writeOnly: true },
    ...tlsSchema,
    prefix: {
      type: 'string',
      default: '/inspector/',
      pattern: '^[\\x21-\\x7e]*/$',
      description:
        'Beginning of the keys of all data. Services with different databases need different ones.',
    },
    ttl: {
      type: 'integer',
      minimum: 3,
      maximum: 300,
      default: 10,
      description:
        'Seconds after which a process that is not heard of loses its leases. It stops working on nodes itself after 0.7 of that.',
    },
  },
});

/** Options of `plugins['coordination-etcd']`, as they are after validation. */
export type EtcdOptions = OptionsOf<typeof etcdSchema>;
