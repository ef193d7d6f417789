import type { PauseView, SessionView } from '@devpulse/contracts/attendance/shapes';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { ListRow } from '@devpulse/ui/list-row';
import { durationText } from '@devpulse/ui/words/duration-words';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { ReactNode } from 'react';
import { attendanceDayAddress } from '../../lib/addresses.ts';
import type { Clock } from '../../lib/clock.ts';
import { PageLink } from '../../lib/page-link.tsx';
import type { Answer } from './answer.ts';
import { mayEndAt } from './end-at-pause.ts';
import { reviewAnswers, reviewText } from './end-review.ts';

export type Asked = { session: string; pause?: string; at?: string };
export type AnswerButtons = (asked: Asked, answers: readonly Answer[], about: string) => ReactNode;

const CAUSES: Record<PauseView['kind'], string> = {
  break: 'a break',
  idle: 'no input',
  gap: 'the computer slept or the clock was closed',
};

/** What waits for the caller alone: pauses that were found, and ends that were assumed. Absent while nothing does. */
export function UnresolvedCard({
  organization,
  clock,
  buttons,
}: {
  organization: string;
  clock: Clock;
  buttons: AnswerButtons;
}) {
  const { pendingPauses, toReview } = clock;
  if (pendingPauses.length + toReview.length === 0) return null;
  return (
    <Card title="Your unresolved time" subtitle={subtitleOf(clock)}>
      <ul className="mt-2">
        {pendingPauses.map((pause) => (
          <PauseRow key={pause.id} pause={pause} clock={clock} buttons={buttons} />
        ))}
        {toReview.map((session) => (
          <ReviewRow
            key={session.id}
            organization={organization}
            session={session}
            clock={clock}
            buttons={buttons}
          />
        ))}
      </ul>
    </Card>
  );
}

/** Others see that an end was assumed; of a pause they see no more than minutes that are not counted. */
function subtitleOf({ pendingPauses, toReview }: Clock): string {
  const words = [
    pendingPauses.length > 0 && 'Only you see these pauses, and they do not count until you answer.',
    toReview.length > 0 && 'A session counts up to its end as it stands, until you correct it.',
    'Open until the day is locked.',
  ];
  return words.filter(Boolean).join(' ');
}

function PauseRow({ pause, clock, buttons }: { pause: PauseView; clock: Clock; buttons: AnswerButtons }) {
  const moments = momentWords(clock.zone.zone);
  const startedAt = Date.parse(pause.startedAt);
  const endedAt = Date.parse(pause.endedAt ?? clock.serverTime);
  const range = `${moments.weekdayDate(startedAt)}, ${moments.range({ startedAt, endedAt })}`;
  const answers: Answer[] = [
    { act: 'keep', label: 'Keep as work' },
    { act: 'leave_out', label: 'Leave out' },
  ];
  if (mayEndAt(pause, clock)) {
    answers.push({ act: 'clock_out_at', label: `Clock out at ${moments.time(startedAt)}` });
  }
  return (
    <ListRow
      title={range}
      detail={`${durationText(endedAt - startedAt)}, ${CAUSES[pause.kind]}, not answered yet`}
      action={buttons(
        { session: pause.sessionId, pause: pause.id, at: pause.startedAt },
        answers,
        `Pause of ${range}`,
      )}
    />
  );
}

function ReviewRow({
  organization,
  session,
  clock,
  buttons,
}: {
  organization: string;
  session: SessionView;
  clock: Clock;
  buttons: AnswerButtons;
}) {
  const moments = momentWords(clock.zone.zone);
  const startedAt = Date.parse(session.startedAt);
  const endedAt = Date.parse(session.endedAt ?? clock.serverTime);
  const range = `${moments.weekdayDate(startedAt)}, ${moments.range({ startedAt, endedAt })}`;
  return (
    <ListRow
      title={range}
      detail={reviewText(session, moments.endTime(endedAt))}
      action={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <PageLink
            href={attendanceDayAddress(organization, moments.dayOf(startedAt))}
            className={LINK_STYLE}
          >
            Correct it
          </PageLink>
          {buttons({ session: session.id }, reviewAnswers(session), `Session of ${range}`)}
        </span>
      }
    />
  );
}
