import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { processIdentity, stopProcess } from '../processes.ts';

const RecordedProcess = z.object({
  pid: z.number().int().positive(),
  /** Tells whether the pid is still this process. */
  identity: z.string(),
});

/** `run.json` of a data directory: what runs, for a later start and for other tools. */
const RunRecord = z.object({
  supervisor: RecordedProcess,
  state: z.enum(['starting', 'ready', 'stopping']),
  /** What the ready line prints; empty until then. */
  address: z.string(),
  webUrl: z.string().optional(),
  /** Origin of the dashboard as people reach it: PUBLIC_URL, else webUrl. */
  publicUrl: z.string().optional(),
  apiUrl: z.string().optional(),
  workerHealthUrl: z.string().optional(),
  /** The local GitHub, if one runs beside the parts. */
  githubUrl: z.string().optional(),
  databasePort: z.number().int().optional(),
  processes: z.record(z.string(), RecordedProcess),
});
export type RunRecord = z.infer<typeof RunRecord>;
type RecordedProcess = z.infer<typeof RecordedProcess>;

function runFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'run.json');
}

/** The record, or undefined when nothing was started or the file is torn. */
export function readRunRecord(dataDirectory: string): RunRecord | undefined {
  try {
    return RunRecord.parse(JSON.parse(readFileSync(runFile(dataDirectory), 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeRunRecord(dataDirectory: string, record: RunRecord): void {
  const partial = `${runFile(dataDirectory)}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, runFile(dataDirectory));
}

export function removeRunRecord(dataDirectory: string): void {
  rmSync(runFile(dataDirectory), { force: true });
}

/** True while the recorded process runs, and is not another program that got its pid. */
export function isRunning({ pid, identity }: RecordedProcess): boolean {
  return processIdentity(pid) === identity;
}

/** How a running process is recorded. */
export function recordedProcess(pid: number): RecordedProcess {
  return { pid, identity: processIdentity(pid) ?? 'gone' };
}

/** Stops the processes of a start that was killed before it could do so. */
export async function stopOrphans(record: RunRecord, log: (line: string) => void): Promise<void> {
  const orphans = Object.entries(record.processes).filter(([, recorded]) => isRunning(recorded));
  await Promise.all(
    orphans.map(async ([name, { pid }]) => {
      log(`stopping ${name} (process ${pid}), left by a start that was killed`);
      await stopProcess(pid, [
        { signal: 'SIGTERM', waitMilliseconds: 5_000 },
        { signal: 'SIGKILL', waitMilliseconds: 2_000 },
      ]);
    }),
  );
}
