import type { ClockRules } from '@devpulse/contracts/attendance/clock';
import type { MemberChoices } from '@devpulse/database/attendance/choices';
import type { AttendancePolicy } from '@devpulse/database/attendance/rules';
import { idleThresholdFor } from '@devpulse/domain/attendance/rules';

/** What a member's clock goes by: the organization's rules with the member's choices held to them. */
export function clockRules(policy: AttendancePolicy, choices: MemberChoices): ClockRules {
  const threshold = idleThresholdFor(policy, choices);
  return {
    idlePolicy: policy.idlePolicy,
    idleThresholdMinutes: threshold ?? choices.thresholdMinutes ?? policy.idleThresholdMinutes,
    idleMinimumMinutes: policy.idleThresholdMinimumMinutes,
    idleMaximumMinutes: policy.idleThresholdMaximumMinutes,
    isDetectionOn: threshold !== null,
    maySwitchDetectionOff: policy.mayMembersSwitchIdleOff,
    maxOpenMinutes: policy.maximumOpenMinutes,
    reminderMinutes: policy.reminderMinutes,
    breakReminderMinutes: policy.breakReminderMinutes,
  };
}
