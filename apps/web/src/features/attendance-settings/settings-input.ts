import type { updateAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import type { RouteBody } from '@devpulse/contracts/route';
import type { SentForm } from '../../lib/actions.ts';

type Body = RouteBody<typeof updateAttendanceSettings>;

const HOUR_MINUTES = 60;

/** Inputs in hours, by what the API calls them in minutes. */
export const HOUR_INPUTS = { maxOpenMinutes: 'maxOpenHours', reminderMinutes: 'reminderHours' };

/** Minutes of hours as they were typed; what is no number is left for the API to refuse. */
function minutesOfHours(text: string): number {
  const hours = text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
  return Number.isFinite(hours) ? Math.round(hours * HOUR_MINUTES) : -1;
}

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
