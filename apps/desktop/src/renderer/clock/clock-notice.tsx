import { Button } from '@devpulse/ui/button';
import { Notice as NoticeBox, type NoticeTone } from '@devpulse/ui/notice';
import type { MomentWords } from '@devpulse/ui/words/moment-words';
import {
  ArrowUp,
  Check,
  Clock,
  CloudOff,
  Info,
  Lock,
  type LucideIcon,
  Monitor,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Notice, NoticeKind } from '../../ipc/notices.ts';
import { useCommand } from '../command.ts';
import { noticeWords } from '../words/notices.ts';
import { problemLine } from '../words/status.ts';
import { EarlierForm } from './earlier-form.tsx';
import { type NoticeAction, noticeActions } from './notice-actions.ts';

const LOOKS: Record<NoticeKind, [LucideIcon, NoticeTone]> = {
  clocked_out: [Undo2, 'accent'],
  entry_refused: [TriangleAlert, 'bad'],
  entries_unreadable: [TriangleAlert, 'bad'],
  closed_for_you: [Clock, 'caution'],
  clocked_out_elsewhere: [Undo2, 'caution'],
  no_secure_storage: [Lock, 'caution'],
  clock_off: [Info, 'accent'],
  clock_changed: [Info, 'accent'],
  offline: [CloudOff, 'caution'],
  joined: [Monitor, 'accent'],
  pauses_to_decide: [Clock, 'caution'],
  running_long: [Clock, 'caution'],
  long_break: [Clock, 'caution'],
  entry_held: [Info, 'accent'],
  correction_decided: [Check, 'good'],
  update_ready: [ArrowUp, 'accent'],
};

/** The one notice that wins: fact, consequence, remedy. `hasFocus` puts the focus on the remedy, as after one's own clock-out. */
export function ClockNotice({
  notice,
  now,
  moments,
  hasFocus,
}: {
  notice: Notice;
  now: number;
  moments: MomentWords;
  hasFocus: boolean;
}) {
  const [icon, tone] = LOOKS[notice.kind];
  const { title, body } = noticeWords(notice, moments, now);
  const [isAsking, setAsking] = useState(false);
  const { run, problem } = useCommand();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasFocus) first.current?.focus();
  }, [hasFocus]);
  const press = ({ run: action }: NoticeAction) =>
    action === 'earlier' ? setAsking(true) : void run(action);
  if (isAsking) return <EarlierForm title={title} now={now} onClose={() => setAsking(false)} />;
  return (
    <NoticeBox
      icon={icon}
      tone={tone}
      title={title}
      actions={noticeActions(notice, moments, moments.dayOf(now)).map((action, index) => (
        <Button
          key={action.label}
          ref={index === 0 ? first : null}
          kind={action.isQuiet ? 'quiet' : 'plain'}
          onClick={() => press(action)}
        >
          {action.label}
        </Button>
      ))}
    >
      {problem ? problemLine(problem) : body}
    </NoticeBox>
  );
}
