import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

/** argon2id, the library's default algorithm, at 19 MiB and two passes (ASVS appendix C; OWASP Password Storage). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const LEAST_PRIORITY = 19;

export type HashingTask = { password: string } | { password: string; against: string };
export type HashingAnswer = { value: string | boolean } | { failure: string };

/** The work of a thread of its own, which gives way to whatever else wants a processor: requests are answered first. */
yieldToOthers();
parentPort?.on('message', (task: HashingTask) => {
  let answer: HashingAnswer;
  try {
    const { password } = task;
    answer = { value: 'against' in task ? verifySync(task.against, password) : hashSync(password, COST) };
  } catch (error) {
    answer = { failure: String(error) };
  }
  parentPort?.postMessage(answer);
});

/** Linux gives each thread a priority; where there is none to set, all are alike. */
function yieldToOthers(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, LEAST_PRIORITY);
  } catch {
    // Another system, or one that does not let us.
  }
}
