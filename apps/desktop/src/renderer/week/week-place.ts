import type { MomentWords } from '@devpulse/ui/words/moment-words';
import { useEffect } from 'react';
import type { AppView } from '../../ipc/view.ts';
import type { WeekDay, WeekView } from '../../ipc/week.ts';

export type WeekPlace =
  | { page: 'week' }
  | { page: 'day'; day: string }
  | { page: 'correct'; day: string; sessionId: string }
  | { page: 'requests' };
export type Go = (place: WeekPlace) => void;

/** What the pages of a day know. */
export type DayProps = {
  week: WeekView;
  day: WeekDay;
  view: AppView;
  moments: MomentWords;
  go: Go;
  onSay: (words: string) => void;
};

/** The title of a page takes the focus when the page is come to, so that it is read from there. */
export function useTitleFocus() {
  useEffect(() => {
    if (document.hasFocus()) document.querySelector<HTMLElement>('main h1')?.focus();
  }, []);
}
