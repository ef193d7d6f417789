import type { AttendanceSettingsView } from '@devpulse/contracts/attendance/settings';
import type { AttendancePolicy } from '@devpulse/database/attendance/rules';
import { AppError } from '@devpulse/domain/errors';

export function settingsView(policy: AttendancePolicy): AttendanceSettingsView {
  return {
    idlePolicy: policy.idlePolicy,
    idleThresholdMinutes: policy.idleThresholdMinutes,
    idleMinimumMinutes: policy.idleThresholdMinimumMinutes,
    idleMaximumMinutes: policy.idleThresholdMaximumMinutes,
    membersMaySwitchOff: policy.mayMembersSwitchIdleOff,
    maxOpenMinutes: policy.maximumOpenMinutes,
    reminderMinutes: policy.reminderMinutes,
    breakReminderMinutes: policy.breakReminderMinutes,
    sharesPresence: policy.isPresenceShared,
    showsSessionTimes: policy.areSessionTimesShown,
    selfAppliesCorrections: policy.maySelfApply,
    managersMayLock: policy.mayManagersLock,
    retentionMonths: policy.retentionMonths,
  };
}

export function policyOf(view: AttendanceSettingsView): AttendancePolicy {
  return {
    idlePolicy: view.idlePolicy,
    idleThresholdMinutes: view.idleThresholdMinutes,
    idleThresholdMinimumMinutes: view.idleMinimumMinutes,
    idleThresholdMaximumMinutes: view.idleMaximumMinutes,
    mayMembersSwitchIdleOff: view.membersMaySwitchOff,
    maximumOpenMinutes: view.maxOpenMinutes,
    reminderMinutes: view.reminderMinutes,
    breakReminderMinutes: view.breakReminderMinutes,
    isPresenceShared: view.sharesPresence,
    areSessionTimesShown: view.showsSessionTimes,
    maySelfApply: view.selfAppliesCorrections,
    mayManagersLock: view.managersMayLock,
    retentionMonths: view.retentionMonths,
  };
}

/** Throws AppError('invalid_request') where the default threshold is outside of its own range. */
export function requireConsistent(view: AttendanceSettingsView): void {
  const { idleMinimumMinutes: minimum, idleThresholdMinutes: threshold, idleMaximumMinutes: maximum } = view;
  if (minimum <= threshold && threshold <= maximum) return;
  throw new AppError(
    'invalid_request',
    'The idle threshold is outside of the range that members choose from.',
    {
      field: 'body.idleThresholdMinutes',
      remedy: `Choose ${minimum} to ${maximum} minutes, or change the range.`,
    },
  );
}
