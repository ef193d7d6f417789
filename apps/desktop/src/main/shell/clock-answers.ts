import type { z } from 'zod';
import type { ClockCommand, CommandAnswer, PauseDecisions } from '../../ipc/commands.ts';
import { answerOf, DONE, problem } from './answer.ts';
import type { Shell } from './shell.ts';

export async function answerClock(
  shell: Shell,
  command: z.output<typeof ClockCommand>,
): Promise<CommandAnswer> {
  if (command.type === 'choose_organization') {
    return (await shell.chooseOrganization(command.slug)) ? DONE : problem('not_now');
  }
  const clock = writableClock(shell);
  if (!clock) return problem('signed_out');
  switch (command.type) {
    case 'clock_out':
      return answerOf(await clock.command({ type: 'clock_out', endedAt: null }));
    case 'clock_out_earlier':
      return answerOf(await clock.command({ type: 'clock_out', endedAt: command.endedAt }));
    case 'end_confirmed':
      return answerOf(await clock.command({ type: 'confirm_end', sessionId: command.sessionId }));
    case 'end_restored':
      return answerOf(await clock.command({ type: 'restore_end', sessionId: command.sessionId }));
    default:
      return answerOf(await clock.command(command));
  }
}

/** The answers first, then the end of the session, if one of them is that; the end is refused alone if it is not offered. */
export async function answerPauses(
  shell: Shell,
  { decisions }: z.output<typeof PauseDecisions>,
): Promise<CommandAnswer> {
  const clock = writableClock(shell);
  if (!clock) return problem('signed_out');
  const kept = decisions.flatMap(({ pauseId, decision }) =>
    decision === 'clock_out' ? [] : [{ pauseId, decision }],
  );
  const ends = decisions.filter(({ decision }) => decision === 'clock_out');
  if (ends.length > 1 || new Set(decisions.map(({ pauseId }) => pauseId)).size < decisions.length) {
    return problem('failed');
  }
  if (kept.length > 0) {
    const refusal = await clock.command({ type: 'decide', decisions: kept });
    if (refusal) return answerOf(refusal);
  }
  const [end] = ends;
  return end ? answerOf(await clock.command({ type: 'clock_out_at_pause', pauseId: end.pauseId })) : DONE;
}

/** A removed device records nothing more. */
export function writableClock(shell: Shell): Shell['clock'] {
  return shell.session ? shell.clock : null;
}
