/** IANA zones by name, with UTC, and with the one that is used now under whatever name it was chosen. */
export function zonesWith(zone: string): string[] {
  return [...new Set(['UTC', zone, ...Intl.supportedValuesOf('timeZone')])].sort();
}
