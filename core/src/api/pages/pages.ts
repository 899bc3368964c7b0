/** One file of a page as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** The same, compressed; undefined: the page does not bring it. */
  readonly gzip: Buffer | undefined;
  /** Value of `ETag`: a digest of the content. */
  readonly etag: string;
  /** Its name changes with its content, so that a browser need not ask for it again. */
  readonly isForEver: boolean;
}

/** The files of a page by their path below it, such as `assets/index-4f1c.js`; that of `index.html` is empty, too. */
export type PageContent = ReadonlyMap<string, PageFile>;

/** Pages by the first part of their paths. */
export type Pages = ReadonlyMap<string, PageContent>;
