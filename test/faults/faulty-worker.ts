import { createLogger } from '@devpulse/observability/logger';
import { readEnvironment } from '../../apps/worker/src/env.ts';
import { startWorker } from '../../apps/worker/src/worker.ts';

/** A worker that is killed, as by `kill -9`, when a delivery passes DIE_AT_STEP for the DIE_AT_COUNT-th time. */
const step = process.env.DIE_AT_STEP;
let left = Number(process.env.DIE_AT_COUNT ?? 1);

const worker = await startWorker(
  readEnvironment(),
  createLogger({ service: 'worker', level: 'silent' }),
  (reached) => {
    if (reached === step) left -= 1;
    if (reached === step && left === 0) process.kill(process.pid, 'SIGKILL');
  },
);
process.stdout.write(`ready ${worker.healthPort}\n`);
process.once('SIGTERM', () => void worker.close().then(() => process.exit(0)));
