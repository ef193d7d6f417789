import { RowGroup } from '@devpulse/ui/row-group';
import { HoursRow } from './hours-row.tsx';
import { SwitchRow, TimeRow } from './setting-rows.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import type { TabProps } from './tab-props.ts';

/** Start with the computer, the shortcut and the clock-in reminder are off until they are wanted. */
export function ClockTab({ view, change, onSay }: TabProps) {
  const { startAtLogin, showTimeInTray, shortcut, reminders } = view.settings;
  return (
    <>
      <RowGroup title="Starting">
        <SwitchRow
          title="Start DevPulse when you sign in to this computer"
          detail="It opens in the tray. It never clocks you in by itself."
          isOn={startAtLogin}
          onChange={(value) => change({ setting: 'startAtLogin', value })}
        />
        <SwitchRow
          title="Show the running time beside the tray icon"
          isOn={showTimeInTray}
          onChange={(value) => change({ setting: 'showTimeInTray', value })}
        />
      </RowGroup>
      <RowGroup title="Shortcut">
        <ShortcutField
          shortcut={shortcut}
          platform={view.system.platform}
          onChange={(value) => change({ setting: 'shortcut', value })}
          onSay={onSay}
        />
      </RowGroup>
      <RowGroup title="Reminders">
        <HoursRow
          title="When a session is open for"
          detail="Once, with what happens next."
          minutes={reminders.runningLongMinutes}
          least={1}
          most={24}
          fallback={10}
          onChange={(value) => change({ setting: 'runningLongMinutes', value })}
        />
        <HoursRow
          title="When a break is longer than"
          minutes={reminders.longBreakMinutes}
          least={1}
          most={12}
          fallback={2}
          onChange={(value) => change({ setting: 'longBreakMinutes', value })}
        />
        <TimeRow
          title="When you are not clocked in by"
          detail="Working days only, if you want it."
          value={reminders.notClockedInBy}
          fallback="09:30"
          onChange={(value) => change({ setting: 'notClockedInBy', value })}
        />
      </RowGroup>
    </>
  );
}
