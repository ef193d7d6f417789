declare module 'pg/lib/utils.js' {
  /** A value as the driver sends it. Throws for what cannot be sent. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
