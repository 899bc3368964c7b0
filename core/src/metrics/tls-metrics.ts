import { Gauge, type Registry } from 'prom-client';

const DAY = 86_400_000;

/** Metrics of the certificate that is served. */
export interface TlsMetrics {
  readonly tlsFilesValid: Gauge;
  /**
   * Says until when the certificate is valid.
   *
   * @param end - milliseconds of the epoch
   */
  setCertificateEnd(end: number): void;
}

/** Makes the metrics of TLS. Without HTTPS they have no value. */
export function tlsMetrics(registers: Registry[]): TlsMetrics {
  let end: number | undefined;
  new Gauge({
    name: 'inspector_tls_certificate_days_left',
    help: 'Days until the certificate of the API, or one of its chain, expires; negative: it has.',
    registers,
    collect() {
      if (end === undefined) this.remove();
      else this.set((end - Date.now()) / DAY);
    },
  });
  return {
    tlsFilesValid: new Gauge({
      name: 'inspector_tls_files_valid',
      help: '1: the files of TLS are in use as they are; 0: they have problems, and those from before are in use, or there is no HTTPS.',
      registers,
    }),
    setCertificateEnd: (milliseconds) => (end = milliseconds),
  };
}
