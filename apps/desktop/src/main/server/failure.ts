import { ApiError } from '@devpulse/contracts/client';
import type { CommandAnswer } from '../../ipc/commands.ts';

type Refused = Extract<CommandAnswer, { isDone: false }>;
const LONGEST_WAIT_S = 86_400;

/** What did nothing, and why. `field` names what it is about. */
export const refused = (problem: Refused['problem'], field: string | null = null): Refused => ({
  isDone: false,
  problem,
  field,
  range: null,
  retryAfterSeconds: null,
});

/** Why a call of the server came to nothing, where that is not about what was asked; else null. Throws what is no `ApiError`. */
export function failureOf(error: unknown, field: string | null = null): Refused | null {
  if (!(error instanceof ApiError)) throw error;
  const { status } = error.problem;
  if (status === 0) return refused('offline', field);
  if (status === 401) return refused('signed_out', field);
  if (status !== 429 && status < 500) return null;
  const wait = error.retryAfterSeconds;
  const retryAfterSeconds = wait === null ? null : Math.min(Math.max(wait, 1), LONGEST_WAIT_S);
  return { ...refused('try_later', field), retryAfterSeconds };
}
