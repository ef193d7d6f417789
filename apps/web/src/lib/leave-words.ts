import type { Leave, LeaveMark } from '@devpulse/contracts/attendance/shapes';
import type { z } from 'zod';

type LeaveDay = z.infer<typeof Leave>;

export const LEAVE_LABELS: Record<LeaveDay['kind'], string> = {
  vacation: 'Vacation',
  sick: 'Sick',
  public_holiday: 'Public holiday',
  other: 'Other leave',
};

/** `Vacation`, `Vacation, half a day`; without the kind, which is the member’s own, `Leave`. */
export function leaveText(leave: LeaveDay | z.infer<typeof LeaveMark>): string {
  const label = 'kind' in leave ? LEAVE_LABELS[leave.kind] : 'Leave';
  return leave.portion === 'half' ? `${label}, half a day` : label;
}
