import type { OutboxEntry } from '@devpulse/domain/attendance/device/outbox';
import type { ClockView as DeviceView } from '@devpulse/domain/attendance/device/view';
import type { UpdateView } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';
import type { Known } from '../server/server-facts.ts';
import type { Settings } from '../settings/settings.ts';
import type { SignInState } from '../sign-in/sign-in.ts';
import type { NoticeBoard } from './notice-board.ts';
import type { Detection } from './settings-part.ts';

/** What the picture of the app is made of. */
export type ViewParts = {
  now: number;
  version: string;
  system: AppView['system'];
  deviceName: string;
  zone: string;
  signIn: SignInState;
  server: string | null;
  settings: Settings;
  shortcut: { keys: string | null; refusedKeys: string | null };
  known: Known | null;
  clock: DeviceView | null;
  entries: readonly OutboxEntry[];
  unreadable: number;
  detection: Detection;
  update: UpdateView;
  isTokenKept: boolean;
  opened: AppView['opened'];
  board: NoticeBoard;
};
