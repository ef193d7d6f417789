import { localDayOf } from '@devpulse/domain/time/local-day';
import type { WorkView } from '../../ipc/view.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { isClockInDue } from './clock-in-reminder.ts';
import { NOT_CLOCKED_IN, type Notifier } from './notifications.ts';

type Situation = { now: number; zone: string; today: WorkView['today'] };

/** Tells somebody who is not clocked in, once a day, also where the app is started again in between. */
export function clockInReminder(settings: SettingsStore, notifier: Notifier): (situation: Situation) => void {
  let toldOn: string | null = null;
  return ({ now, zone, today }) => {
    const isDue = isClockInDue({
      now,
      zone,
      by: settings.now.notClockedInBy,
      isClockedIn: false,
      workedTodayMs: today.workedMs,
      targetMinutes: today.targetMinutes,
      remindedOn: toldOn ?? settings.now.remindedOn,
    });
    if (!isDue) return;
    toldOn = localDayOf(now, zone);
    notifier.tell(`not_clocked_in:${toldOn}`, NOT_CLOCKED_IN);
    try {
      settings.change({ remindedOn: toldOn });
    } catch {
      // a disk that is full: after a restart it may be told once more
    }
  };
}
