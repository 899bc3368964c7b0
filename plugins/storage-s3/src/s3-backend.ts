import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  InspectorError,
  type PluginLog,
  type StorageBackend,
  type StoredDataKey,
} from '@inspector/plugin-api';
import type { S3Options } from './options.js';
import { withRetries } from './retry.js';

const RAW = '-UNPROCESSED';

/** Introspection data as objects of one bucket: `<prefix><uuid>` processed, `<prefix><uuid>-UNPROCESSED` as received. */
export class S3Backend implements StorageBackend {
  readonly capabilities = { delete: true, list: true, needsRecord: false, keeps: true };

  constructor(
    private readonly client: S3Client,
    private readonly options: Pick<
      S3Options,
      'bucket' | 'prefix' | 'createBucket' | 'expiryTag' | 'maxAttempts'
    >,
    private readonly log: Pick<PluginLog, 'warn' | 'debug'>,
  ) {}

  async get(uuid: string, processed: boolean): Promise<string> {
    const key = this.keyOf(uuid, processed);
    try {
      const { Body: body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.options.bucket, Key: key }),
      );
      return (await body?.transformToString('utf-8')) ?? '';
    } catch (error) {
      if (isMissing(error)) {
        throw new InspectorError(
          'INSP_DATA_NOT_FOUND',
          `Introspection data not found for node ${uuid}, processed=${processed ? 'True' : 'False'}`,
          { cause: error },
        );
      }
      throw this.failure(`read ${key}`, error);
    }
  }

  async save(uuid: string, data: string, processed: boolean): Promise<void> {
    const key = this.keyOf(uuid, processed);
    const put = new PutObjectCommand({
      Bucket: this.options.bucket,
      Key: key,
      Body: Buffer.from(data, 'utf8'),
      ContentType: 'application/json',
      ...(this.options.expiryTag === undefined ? {} : { Tagging: this.options.expiryTag }),
    });
    try {
      await this.tried(() => this.client.send(put));
    } catch (error) {
      if (!this.options.createBucket || nameOf(error) !== 'NoSuchBucket')
        throw this.failure(`write ${key}`, error);
      await this.createBucket();
      await this.tried(() => this.client.send(put)).catch((reason: unknown) => {
        throw this.failure(`write ${key}`, reason);
      });
    }
  }

  async delete(uuid: string): Promise<void> {
    for (const processed of [true, false]) {
      const key = this.keyOf(uuid, processed);
      try {
        const remove = new DeleteObjectCommand({ Bucket: this.options.bucket, Key: key });
        await this.tried(() => this.client.send(remove));
      } catch (error) {
        if (!isMissing(error)) throw this.failure(`delete ${key}`, error);
      }
    }
  }

  async *list(): AsyncIterable<StoredDataKey> {
    const { bucket, prefix } = this.options;
    let token: string | undefined;
    do {
      const page = await this.page(bucket, prefix, token);
      for (const { Key: key } of page.Contents ?? []) {
        if (key === undefined) continue;
        const name = key.slice(prefix.length);
        const processed = !name.endsWith(RAW);
        yield { uuid: processed ? name : name.slice(0, -RAW.length), processed };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async close(): Promise<void> {
    this.client.destroy();
  }

  private async page(bucket: string, prefix: string, token: string | undefined) {
    try {
      const listing = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      return await this.tried(() => this.client.send(listing));
    } catch (error) {
      if (nameOf(error) === 'NoSuchBucket')
        return { Contents: [], IsTruncated: false, NextContinuationToken: undefined };
      throw this.failure('list', error);
    }
  }

  private async createBucket(): Promise<void> {
    try {
      const create = new CreateBucketCommand({ Bucket: this.options.bucket });
      await this.tried(() => this.client.send(create));
    } catch (error) {
      if (nameOf(error) !== 'BucketAlreadyOwnedByYou') throw this.failure('create', error);
    }
  }

  private tried<T>(request: () => Promise<T>): Promise<T> {
    return withRetries(this.options.maxAttempts, request, this.log);
  }

  private keyOf(uuid: string, processed: boolean): string {
    return `${this.options.prefix}${uuid}${processed ? '' : RAW}`;
  }

  private failure(what: string, error: unknown): InspectorError {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new InspectorError(
      'INSP_STORAGE_FAILED',
      `S3 failed to ${what} in bucket ${this.options.bucket}. Error was: ${text}`,
      {
        cause: error,
      },
    );
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** An object that is not there, or not there because its bucket is not. */
const isMissing = (error: unknown): boolean =>
  error instanceof NoSuchKey ||
  nameOf(error) === 'NoSuchBucket' ||
  (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);
