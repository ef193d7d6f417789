import type { ClockRules } from '@devpulse/contracts/attendance/clock';
import type { MemberChoices } from '@devpulse/database/attendance/choices';
import type { AttendancePolicy } from '@devpulse/database/attendance/rules';
import { idleThresholdFor } from '@devpulse/domain/attendance/rules';

/**
 * What a member's clock goes by: the organization's rules with the member's choices held to them. `lengths` are those in force when the
 * session began that is open, else the same.
 */
export function clockRules(of: {
  policy: AttendancePolicy;
  lengths: Pick<AttendancePolicy, 'maximumOpenMinutes' | 'reminderMinutes'>;
  choices: MemberChoices;
}): ClockRules {
  const { policy, lengths, choices } = of;
  const threshold = idleThresholdFor(policy, choices);
  return {
    idlePolicy: policy.idlePolicy,
    idleThresholdMinutes: threshold ?? choices.thresholdMinutes ?? policy.idleThresholdMinutes,
    idleMinimumMinutes: policy.idleThresholdMinimumMinutes,
    idleMaximumMinutes: policy.idleThresholdMaximumMinutes,
    isDetectionOn: threshold !== null,
    maySwitchDetectionOff: policy.mayMembersSwitchIdleOff,
    maxOpenMinutes: lengths.maximumOpenMinutes,
    reminderMinutes: lengths.reminderMinutes,
    breakReminderMinutes: policy.breakReminderMinutes,
  };
}
