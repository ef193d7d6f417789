import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../directory-lock.ts';
import { StartFailure } from '../failure.ts';
import {
  isRunning,
  type RunRecord,
  readRunRecord,
  recordedProcess,
  stopOrphans,
  writeRunRecord,
} from './run-file.ts';

const readyLimitMilliseconds = 300_000;

export interface Claim {
  /** A live start owns the data directory: this is its record, and there is nothing to start. */
  running?: RunRecord;
  /** The record of this start, when it now owns the data directory. */
  own?: RunRecord;
}

/** Takes the data directory for this process, after stopping what a killed start left, or finds the one that has it. */
export async function claimDataDirectory(dataDirectory: string, log: (line: string) => void): Promise<Claim> {
  return withLock(path.join(dataDirectory, 'run.lock'), async () => {
    const found = await recordAfterStop(dataDirectory, log);
    if (found && isRunning(found.supervisor)) return { running: found };
    if (found) await stopOrphans(found, log);
    const own: RunRecord = {
      supervisor: recordedProcess(process.pid),
      state: 'starting',
      address: '',
      processes: {},
    };
    writeRunRecord(dataDirectory, own);
    return { own };
  });
}

/** The record, once no start is in the middle of stopping: its processes are to be waited for, not killed. */
async function recordAfterStop(
  dataDirectory: string,
  log: (line: string) => void,
): Promise<RunRecord | undefined> {
  let isAnnounced = false;
  for (;;) {
    const found = readRunRecord(dataDirectory);
    if (found?.state !== 'stopping' || !isRunning(found.supervisor)) return found;
    if (!isAnnounced) log('waiting for the earlier start to finish stopping …');
    isAnnounced = true;
    await sleep(100);
  }
}

/** Waits until the other start is ready and returns its record. */
export async function waitForOther(dataDirectory: string, found: RunRecord): Promise<RunRecord> {
  const deadline = performance.now() + readyLimitMilliseconds;
  for (let record: RunRecord | undefined = found; record; record = readRunRecord(dataDirectory)) {
    if (record.state === 'ready') return record;
    if (!isRunning(record.supervisor)) break;
    if (performance.now() > deadline) throw new StartFailure('The other start does not become ready.');
    await sleep(250);
  }
  throw new StartFailure(
    'The other start ended before it was ready. Its reason is on its own terminal; start again.',
  );
}
