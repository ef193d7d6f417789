import { closeSync, copyFileSync, openSync, readSync, renameSync, statSync, truncateSync } from 'node:fs';

const maximumBytes = 50 * 1024 * 1024;
const linesPerReading = 12;

export interface ChildLog {
  /** For the child's standard output and error. */
  descriptor: number;
  /** Shows what was written since the last reading. */
  read(): void;
  lastLines(count: number): string;
  close(): void;
}

export interface ChildLogOptions {
  file: string;
  /** Turns a line into what the terminal shows; undefined for nothing. */
  toShow(line: string): string | undefined;
  show(line: string): void;
}

/**
 * The log file of a child. The child writes to the file itself, so that neither a paused terminal nor the end of this
 * process can block it; what a person should see is read back from the file.
 */
export function openChildLog({ file, toShow, show }: ChildLogOptions): ChildLog {
  if (sizeOf(file) > maximumBytes) renameSync(file, `${file}.1`);
  const began = sizeOf(file);
  const descriptor = openSync(file, 'a', 0o600);
  const reader = openSync(file, 'r');
  let offset = began;
  let rest = '';
  const read = () => {
    const text = rest + readFrom(reader, offset);
    offset = sizeOf(file);
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    const shown = lines.map(toShow).filter((line) => line !== undefined);
    for (const line of shown.slice(0, linesPerReading)) show(line);
    if (shown.length > linesPerReading) show(`… and ${shown.length - linesPerReading} more lines in ${file}`);
    if (offset > maximumBytes) {
      copyFileSync(file, `${file}.1`);
      truncateSync(file); // the child appends, so it goes on at the new end
      offset = 0;
    }
  };
  return {
    descriptor,
    read,
    lastLines: (count) =>
      readFrom(reader, Math.max(began, sizeOf(file) - 64 * 1024))
        .trim()
        .split('\n')
        .slice(-count)
        .join('\n'),
    close: () => {
      read();
      closeSync(descriptor);
      closeSync(reader);
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(descriptor: number, offset: number): string {
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = offset; ; ) {
    const count = readSync(descriptor, buffer, 0, buffer.length, at);
    if (count === 0) return Buffer.concat(chunks).toString();
    chunks.push(Buffer.from(buffer.subarray(0, count)));
    at += count;
  }
}

const levels: Record<string, number> = { warn: 40, error: 50, fatal: 60 };

interface LogEntry {
  level?: number | string;
  message?: string;
  msg?: string;
  err?: { message?: string };
}

/** The warnings and errors of a log: JSON lines by their level, other lines by their words. */
export function warningOf(line: string): string | undefined {
  if (!line.startsWith('{')) return /\b(?:error|warn(?:ing)?|fatal)\b/i.test(line) ? line : undefined;
  try {
    const entry: LogEntry = JSON.parse(line);
    const level =
      typeof entry.level === 'string' ? (levels[entry.level.toLowerCase()] ?? 0) : (entry.level ?? 0);
    if (level < 40) return undefined;
    const text = entry.message ?? entry.msg ?? entry.err?.message ?? line;
    const cause = entry.err?.message && entry.err.message !== text ? ` (${entry.err.message})` : '';
    return `${level >= 50 ? 'error' : 'warning'}: ${text}${cause}`;
  } catch {
    return undefined;
  }
}
