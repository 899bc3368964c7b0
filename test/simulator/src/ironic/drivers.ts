/** Drivers that nodes of a fake may have unless told otherwise: the common ones of Ironic. */
export const DRIVERS: readonly string[] = [
  ...['fake-hardware', 'ipmi', 'redfish', 'idrac', 'ilo', 'ilo5', 'irmc', 'snmp', 'manual-management'],
];
