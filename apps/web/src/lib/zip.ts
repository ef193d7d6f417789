import { strToU8, zipSync } from 'fflate';

export type ZipEntry = { name: string; text: string };

/** The first day that the format knows, for every entry: what is inside says when it was made. */
const MADE_AT = '1980-01-01T12:00:00';

/** A ZIP archive of texts in UTF-8. */
export function zipOf(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const files = Object.fromEntries(entries.map(({ name, text }) => [name, strToU8(text)]));
  return new Uint8Array(zipSync(files, { mtime: MADE_AT }));
}
