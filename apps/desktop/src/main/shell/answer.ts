import type { COMMAND_PROBLEMS, CommandAnswer } from '../../ipc/commands.ts';
import type { CommandResult } from '../clock/clock-service.ts';
import { refused } from '../server/failure.ts';

export const DONE: CommandAnswer = { isDone: true };

export const problem: typeof refused = refused;

type Refused = NonNullable<CommandResult['refused']>;

const REFUSALS: Record<Refused, (typeof COMMAND_PROBLEMS)[number]> = {
  not_saved: 'failed',
  already_in: 'not_now',
  not_in: 'not_now',
  already_on_break: 'not_now',
  not_on_break: 'not_now',
  not_offered: 'not_now',
  undo_too_late: 'undo_too_late',
  unknown_pause: 'not_found',
  unknown_session: 'not_found',
  end_not_in_session: 'out_before_in',
};

export const answerOf = (refusal: Refused | null): CommandAnswer =>
  refusal === null ? DONE : problem(REFUSALS[refusal], refusal === 'end_not_in_session' ? 'endedAt' : null);
