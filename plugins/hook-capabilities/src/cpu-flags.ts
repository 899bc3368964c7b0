/** Capability each CPU flag stands for, unless the option `cpuFlags` says otherwise. */
export const DEFAULT_CPU_FLAGS: Readonly<Record<string, string>> = {
  vmx: 'cpu_vt',
  svm: 'cpu_vt',
  aes: 'cpu_aes',
  pse: 'cpu_hugepages',
  pdpe1gb: 'cpu_hugepages_1g',
  smx: 'cpu_txt',
};

/** The capabilities that the flags of a CPU stand for, each with the value `true`. */
export const cpuCapabilities = (
  flags: readonly unknown[],
  table: Readonly<Record<string, string>>,
): Record<string, string> => {
  const present = new Set(flags);
  return Object.fromEntries(
    Object.entries(table).flatMap(([flag, capability]) => (present.has(flag) ? [[capability, 'true']] : [])),
  );
};
