import { Worker } from 'node:worker_threads';
import type { HashingAnswer, HashingTask } from './hashing-thread.ts';

const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './hashing-thread.ts' : './hashing-thread.js',
  import.meta.url,
);

type Thread = { worker: Worker; settle: (answer: HashingAnswer) => void };

/**
 * Threads of their own for hashing, made when they are first needed. The pool that Node shares among signatures, files and names
 * stays free, and the system may rank these below the rest. The caller bounds how many tasks run at once.
 */
export class HashingThreads {
  readonly #idle: Thread[] = [];
  readonly #all = new Set<Thread>();

  /** Rejects when the task fails and when its thread dies; another thread takes the next. */
  async run(task: HashingTask): Promise<string | boolean> {
    const thread = this.#idle.pop() ?? this.#open();
    const answer = await new Promise<HashingAnswer>((resolve) => {
      thread.settle = resolve;
      thread.worker.postMessage(task);
    });
    if (this.#all.has(thread)) this.#idle.push(thread);
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.value;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  #open(): Thread {
    const worker = new Worker(THREAD);
    const thread: Thread = { worker, settle: () => undefined };
    const forget = (failure: string) => {
      this.#all.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
      thread.settle({ failure });
    };
    worker.unref();
    worker.on('message', (answer: HashingAnswer) => thread.settle(answer));
    worker.on('error', (error) => forget(`A thread for hashing failed: ${String(error)}`));
    worker.on('exit', () => forget('A thread for hashing ended'));
    this.#all.add(thread);
    return thread;
  }
}
