import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { Answer } from './answer.ts';

/** What can be said of an end that is to be checked, apart from correcting it. */
export function reviewAnswers({ reviewReason }: SessionView): Answer[] {
  const answers: Answer[] = [{ act: 'confirm_end', label: 'That is right' }];
  if (reviewReason === 'activity_after_end') {
    answers.push({ act: 'restore_end', label: 'Restore the later end' });
  }
  return answers;
}

/** Why an end is to be checked; `end` is its time in words. */
export function reviewText({ reviewReason, isProvisional }: SessionView, end: string): string {
  if (reviewReason === 'activity_after_end')
    return `Clocked out at ${end}, and another of your clocks went on after it.`;
  if (reviewReason === 'clamped_instant') return 'A clock was ahead of time, so an instant was moved.';
  const later = isProvisional ? ' A clock-out that arrives later replaces it.' : '';
  return `Closed automatically: ${end} is the last that was heard.${later}`;
}
