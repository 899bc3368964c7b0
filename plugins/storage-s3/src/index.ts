import { S3Client } from '@aws-sdk/client-s3';
import { defineStorage, httpUrlFault, InspectorError } from '@inspector/plugin-api';
import { s3Schema, type S3Options } from './options.js';
import { S3Backend } from './s3-backend.js';

/** Keeps introspection data in an S3 bucket. */
export default defineStorage({
  id: 's3',
  configSchema: s3Schema,
  setup({ config, log }) {
    const { endpoint, timeout } = config;
    checkEndpoint(endpoint);
    const credentials = credentialsOf(config);
    const client = new S3Client({
      region: config.region,
      forcePathStyle: config.forcePathStyle,
      maxAttempts: 1,
      requestHandler: { requestTimeout: timeout * 1000, connectionTimeout: 10_000 },
      // Services other than Amazon's reject the checksums that newer clients add unasked.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    });
    return new S3Backend(client, config, log);
  },
});

function checkEndpoint(url: string | undefined): void {
  const wrong = url === undefined ? undefined : httpUrlFault(url, 'http://192.0.2.1:9000');
  if (wrong !== undefined)
    throw new InspectorError('INSP_CONFIG_INVALID', `plugins['storage-s3'].endpoint: ${wrong}`);
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: S3Options) {
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = accessKeyId === undefined ? 'accessKeyId' : 'secretAccessKey';
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `plugins['storage-s3'].${missing}: is needed with its other half. Set it, or neither.`,
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
