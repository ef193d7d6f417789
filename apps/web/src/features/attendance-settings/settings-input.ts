import type { updateAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { RouteBody } from '@devpulse/contracts/route';
import type { SentForm } from '../../lib/actions.ts';
import { minutesOfHours } from '../../lib/typed-hours.ts';

type Body = RouteBody<typeof updateAttendanceSettings>;

/** Inputs in hours, by what the API calls them in minutes. */
export const HOUR_INPUTS = { maxOpenMinutes: 'maxOpenHours', reminderMinutes: 'reminderHours' };

function wholeNumber(text: string): number {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : -1;
}

export function readIdle(form: SentForm): Body {
  return {
    idlePolicy: form.isOn('asksAboutIdle') ? 'prompt' : 'off',
    idleThresholdMinutes: wholeNumber(form.text('idleThresholdMinutes')),
    idleMinimumMinutes: wholeNumber(form.text('idleMinimumMinutes')),
    idleMaximumMinutes: wholeNumber(form.text('idleMaximumMinutes')),
    membersMaySwitchOff: form.isOn('membersMaySwitchOff'),
  };
}

export function readLimits(form: SentForm): Body {
  return {
    maxOpenMinutes: minutesOfHours(form.text('maxOpenHours')),
    reminderMinutes: minutesOfHours(form.text('reminderHours')),
    breakReminderMinutes: wholeNumber(form.text('breakReminderMinutes')),
  };
}

export function readSharing(form: SentForm): Body {
  return { sharesPresence: form.isOn('sharesPresence'), showsSessionTimes: form.isOn('showsSessionTimes') };
}

export function readRules(form: SentForm): Body {
  return {
    selfAppliesCorrections: form.isOn('selfAppliesCorrections'),
    managersMayLock: form.isOn('managersMayLock'),
    retentionMonths: wholeNumber(form.text('retentionMonths')),
  };
}
