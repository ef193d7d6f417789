export type JsonRow = Record<string, unknown>;

/** Rows that PostgreSQL wrote as JSON. A whole number beyond 2^53 stays a text, so that no digit is lost. */
export function parseJsonRows(lines: readonly { line: string }[]): JsonRow[] {
  return lines.map(({ line }) => JSON.parse(line, keepDigits) as JsonRow);
}

function keepDigits(this: unknown, _key: string, value: unknown, ...rest: unknown[]): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const [{ source } = { source: '' }] = rest as { source: string }[];
  return /^-?\d+$/.test(source) ? source : value;
}
