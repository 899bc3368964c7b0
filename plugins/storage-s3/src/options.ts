import { defineOptions, type OptionsOf } from '@inspector/plugin-api';

const text = (description: string) => ({ type: 'string', minLength: 1, description }) as const;

/** JSON Schema of {@link S3Options}. Secrets are marked `writeOnly`. */
export const s3Schema = defineOptions({
  type: 'object',
  additionalProperties: false,
  required: ['bucket'],
  properties: {
    bucket: text('Bucket the data go into.'),
    prefix: {
      type: 'string',
      default: '',
      description: 'Beginning of the keys of all objects, such as `inspector/`.',
    },
    region: { ...text('Region of the bucket.'), default: 'us-east-1' },
    endpoint: text('URL of an S3 service other than Amazon’s.'),
    forcePathStyle: {
      type: 'boolean',
      default: false,
      description:
        'true: the bucket is part of the path, not of the host name; most services other than Amazon’s need it.',
    },
    accessKeyId: text(
      'Access key. Default: the usual places of AWS (environment, shared files, instance role).',
    ),
    secretAccessKey: { ...text('Secret of the access key.'), writeOnly: true },
    sessionToken: { ...text('Token of temporary credentials.'), writeOnly: true },
    createBucket: {
      type: 'boolean',
      default: false,
      description: 'true: the bucket is created when a save finds it missing.',
    },
    expiryTag: {
      ...text('Tag `key=value` put on every object, for a lifecycle rule of the bucket that deletes by it.'),
      pattern: '^[^=&]+=[^&]*$',
    },
    maxAttempts: {
      type: 'integer',
      minimum: 1,
      default: 5,
      description: 'How often a request is tried when the service fails or the connection is lost.',
    },
    timeout: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 60,
      description: 'Seconds until a try that is not answered is given up.',
    },
  },
});

/** Options of `plugins['storage-s3']`, as they are after validation. */
export type S3Options = OptionsOf<typeof s3Schema>;
