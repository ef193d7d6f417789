import type { setOwnZone, updateClockChoices } from '@devpulse/contracts/attendance/clock';
import type { RouteBody } from '@devpulse/contracts/route';
import type { SentForm } from '../../lib/actions.ts';

/** No zone is that of the devices. */
export function readZone(form: Pick<SentForm, 'text'>): RouteBody<typeof setOwnZone> {
  return { zone: form.text('zone') || null };
}

/** An empty threshold is the organization's; what is no number is sent as one that no organization allows. */
export function readIdleChoice(form: Pick<SentForm, 'text' | 'isOn'>): RouteBody<typeof updateClockChoices> {
  const minutes = form.text('idleThresholdMinutes').trim();
  return {
    idleThresholdMinutes: minutes === '' ? null : Number(minutes) || 0,
    ...(form.isOn('maySwitch') && { isDetectionOn: form.isOn('isDetectionOn') }),
  };
}
