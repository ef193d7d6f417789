import { type ComponentType, useEffect } from 'react';
import type { WindowName } from '../ipc/windows.ts';
import { type Received, useReceived } from './bridge.ts';
import { MainWindow } from './clock/main-window.tsx';
import { PausesWindow } from './pauses/pauses-window.tsx';
import { PrivacyWindow } from './privacy/privacy-window.tsx';
import { SettingsWindow } from './settings/settings-window.tsx';
import { WeekWindow } from './week/week-window.tsx';

const WINDOWS: Record<WindowName, { title: string; Content: ComponentType<{ received: Received }> }> = {
  main: { title: 'DevPulse', Content: MainWindow },
  pauses: { title: 'DevPulse: pauses', Content: PausesWindow },
  week: { title: 'Week', Content: WeekWindow },
  settings: { title: 'Settings', Content: SettingsWindow },
  privacy: { title: 'Privacy', Content: PrivacyWindow },
};

/** What stands in one of the app's windows; empty until main has answered. */
export function AppWindow({ name }: { name: WindowName }) {
  const received = useReceived();
  const { title, Content } = WINDOWS[name];
  useEffect(() => {
    document.title = title;
  }, [title]);
  return received && <Content received={received} />;
}
