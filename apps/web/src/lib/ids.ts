const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a part of an address can be an id at all; anything else is not found without asking. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
