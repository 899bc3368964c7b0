import { Gauge, type Registry } from 'prom-client';

/** Metrics of who may do what. */
export interface AccessMetrics {
  readonly policyValid: Gauge;
  readonly usersValid: Gauge;
}

/** Makes the metrics of access. */
export const accessMetrics = (registers: Registry[]): AccessMetrics => ({
  policyValid: new Gauge({
    name: 'inspector_policy_valid',
    help: '1: the policy files are in force as they are; 0: they have problems, or no policy decides.',
    registers,
  }),
  usersValid: new Gauge({
    name: 'inspector_user_file_valid',
    help: '1: the file of users is in force as it is; 0: it has problems, or there is none.',
    registers,
  }),
});
