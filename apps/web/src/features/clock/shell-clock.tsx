'use client';

import { StateSign } from '@devpulse/ui/attendance/state-sign';
import { SubmitButton } from '@devpulse/ui/form';
import type { FormAction } from '@devpulse/ui/form-state';
import { LINK_STYLE } from '@devpulse/ui/link';
import { durationText } from '@devpulse/ui/words/duration-words';
import { PageLink } from '../../lib/page-link.tsx';
import type { ClockAnswer } from './clock-actions.ts';
import { ClockForm } from './clock-form.tsx';
import type { ClockView } from './clock-view.ts';
import { useElapsed } from './use-elapsed.ts';

const STATE_WORDS = { in: 'Clocked in', on_break: 'On a break', out: 'Clocked out' };

/** The clock as it stands at the foot of every page. `href` leads to where the caller's time is. */
export function ShellClock({
  view,
  action,
  href,
}: {
  view: ClockView;
  action: FormAction<ClockAnswer>;
  href: string;
}) {
  return (
    <section aria-label="Clock" className="flex flex-col gap-2 px-2">
      <ClockFace key={`${view.status} ${view.sessionId} ${view.elapsedMs}`} view={view} />
      <p role="status" className="sr-only">
        {announcementOf(view)}
      </p>
      <ClockForm
        action={action}
        about={{ session: view.sessionId ?? view.undo?.sessionId ?? null, pause: view.pauseId }}
      >
        <ClockButtons view={view} />
      </ClockForm>
      <Waiting view={view} href={href} />
    </section>
  );
}

function ClockFace({ view }: { view: ClockView }) {
  const elapsed = useElapsed(view.elapsedMs, view.status !== 'out');
  const { status, since } = view;
  return (
    <div>
      <p className="role-label flex items-center gap-1.5">
        <StateSign state={status} size={14} />
        <span>
          {STATE_WORDS[status]}
          {status !== 'out' && `, ${durationText(elapsed)}`}
        </span>
      </p>
      <p className="role-caption mt-0.5 text-muted">
        {status === 'out' && `${view.todayText} today`}
        {status === 'in' && `since ${since}, less pauses`}
        {status === 'on_break' && `since ${since}, worked ${view.workedText}`}
      </p>
      {view.notHeardSince && (
        <p className="role-caption mt-0.5 text-caution">open, not heard from since {view.notHeardSince}</p>
      )}
    </div>
  );
}

function ClockButtons({ view }: { view: ClockView }) {
  if (view.status === 'out') {
    return (
      <>
        <Act act="clock_in" kind="main">
          Clock in
        </Act>
        {view.undo && <Undo key={view.undo.sessionId} undo={view.undo} />}
      </>
    );
  }
  return (
    <>
      {view.status === 'in' ? <Act act="break_start">Break</Act> : <Act act="break_end">Back to work</Act>}
      <Act act="clock_out">Clock out</Act>
    </>
  );
}

function Act({ act, kind = 'plain', children }: { act: string; kind?: 'plain' | 'main'; children: string }) {
  return (
    <SubmitButton name="act" value={act} kind={kind}>
      {children}
    </SubmitButton>
  );
}

/** As long as the server takes it: a minute after the clock-out. */
function Undo({ undo }: { undo: NonNullable<ClockView['undo']> }) {
  const passed = useElapsed(0, true, 1000);
  if (passed >= undo.leftMs) return null;
  return (
    <SubmitButton name="act" value="undo" kind="plain" aria-label={`Undo the clock-out at ${undo.endedAt}`}>
      Undo
    </SubmitButton>
  );
}

function Waiting({ view: { pendingPauses, toReview }, href }: { view: ClockView; href: string }) {
  if (pendingPauses + toReview === 0) return null;
  const words = [
    pendingPauses > 0 && `${pendingPauses} ${pendingPauses === 1 ? 'pause' : 'pauses'} to decide`,
    toReview > 0 && `${toReview} ${toReview === 1 ? 'session' : 'sessions'} to check`,
  ];
  return (
    <PageLink href={href} className={LINK_STYLE}>
      {words.filter(Boolean).join(', ')}
    </PageLink>
  );
}

/** Read out when it changes; no running figure, which would change all the time. */
function announcementOf({ status, since, undo }: ClockView): string {
  if (status === 'out') return undo ? `Clocked out at ${undo.endedAt}` : STATE_WORDS.out;
  return `${STATE_WORDS[status]} since ${since}`;
}
