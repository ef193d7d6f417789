import { useRef, useState } from 'react';
import type { CommandAnswer } from '../ipc/commands.ts';

export type CommandProblem = Extract<CommandAnswer, { isDone: false }>;
const FAILED: CommandProblem = {
  isDone: false,
  problem: 'failed',
  field: null,
  range: null,
  retryAfterSeconds: null,
};

/**
 * Sends commands one at a time and remembers what the last one came to. `run` answers whether it was done; while one is on its way, a
 * further one does nothing.
 */
export function useCommand() {
  const isRunning = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CommandProblem | null>(null);
  const run = async (send: () => Promise<CommandAnswer>): Promise<boolean> => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    const answer = await send().catch(() => FAILED);
    isRunning.current = false;
    setBusy(false);
    setProblem(answer.isDone ? null : answer);
    return answer.isDone;
  };
  return { isBusy, problem, run, forget: () => setProblem(null) };
}
