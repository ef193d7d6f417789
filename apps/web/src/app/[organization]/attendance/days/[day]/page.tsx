import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import type { SessionView } from '@devpulse/contracts/attendance/shapes';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { addDays } from '@devpulse/domain/time/local-day';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { PageHeader } from '@devpulse/ui/page-header';
import { dayWords, momentWords } from '@devpulse/ui/words/moment-words';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { askForTimes, askToRemove } from '../../../../../features/attendance/correction-actions.ts';
import { DayCard, SessionRow, sessionRange } from '../../../../../features/attendance/day-content.tsx';
import { reviewAnswers } from '../../../../../features/attendance/end-review.ts';
import { ownDays } from '../../../../../features/attendance/own-week.ts';
import { pausesOfDay } from '../../../../../features/attendance/pause-scene.ts';
import { RemoveSession } from '../../../../../features/attendance/remove-session.tsx';
import { noTimes, timesOf } from '../../../../../features/attendance/session-times.ts';
import { TimesForm } from '../../../../../features/attendance/times-form.tsx';
import { AnswerForm } from '../../../../../features/clock/answer-form.tsx';
import { actOnClock, answerPauses } from '../../../../../features/clock/clock-actions.ts';
import { PausesCard } from '../../../../../features/clock/pauses-card.tsx';
import { attendanceAddress, attendanceDayAddress } from '../../../../../lib/addresses.ts';
import { callApi } from '../../../../../lib/api.ts';
import { type Clock, readClock } from '../../../../../lib/clock.ts';
import { PageLink } from '../../../../../lib/page-link.tsx';
import { isLocalDay } from '../../../../../lib/weeks.ts';
import { MemberPage } from '../../../member-page.tsx';
import { Sections } from '../../sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'A day' };

type Props = { params: Promise<{ organization: string; day: string }> };

export default async function DayPage({ params }: Props) {
  const { organization, day } = await params;
  if (!isLocalDay(day)) notFound();
  return (
    <MemberPage
      organization={organization}
      title={dayWords.weekdayLongDate(day)}
      what="The day could not be read"
      needs="own_record"
      read={() => readDay(organization, day)}
    >
      {(data, membership) => <Day {...data} day={day} membership={membership} />}
    </MemberPage>
  );
}

type DayData = {
  clock: Clock;
  days: RouteResponse<typeof listOwnDays>;
  sessions: RouteResponse<typeof listOwnSessions>;
};

async function readDay(organization: string, day: string): Promise<DayData> {
  const request = { params: { organization }, query: { from: day, to: day } };
  const [clock, days, sessions] = await Promise.all([
    readClock(organization),
    callApi(listOwnDays, request),
    callApi(listOwnSessions, request),
  ]);
  return { clock, days, sessions };
}

function Day({
  clock,
  days,
  sessions,
  day,
  membership,
}: DayData & { day: string; membership: OrganizationMembership }) {
  const { slug } = membership;
  const sheet = days.days.find((one) => one.day === day);
  const zone = sheet?.zone ?? clock.zone.zone;
  const now = Date.parse(clock.serverTime);
  const [shown] = ownDays(day, day, { sheets: days.days, sessions: sessions.items, zone, now });
  if (shown === undefined || day > clock.today.day) notFound();
  const ofDay = shown.sessions.map(({ sessionId }) => sessionId);
  const counting = sessions.items.filter(({ id }) => ofDay.includes(id));
  const asked = sheet?.status === 'locked' ? null : pausesOfDay(shown, { sessions: sessions.items, clock });
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={dayWords.weekdayLongDate(day)}
        subtitle={`One of your days, in ${zone}.`}
        controls={<Beside slug={slug} day={day} today={clock.today.day} />}
      />
      <Sections membership={membership} />
      {asked && <PausesCard asked={{ ...asked, zone }} send={answerPauses.bind(null, slug)} />}
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <DayCard day={shown} sheet={sheet} zone={zone} now={now} />
        <Card
          title="Sessions"
          subtitle="The first times are always kept. A small and recent change may apply at once, where the organization allows it."
        >
          <ul className="mt-2">
            {counting.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                day={shown}
                zone={zone}
                action={
                  <div className="flex w-full flex-col gap-3">
                    <Review slug={slug} session={session} zone={zone} />
                    <Correct slug={slug} session={session} zone={zone} />
                  </div>
                }
              />
            ))}
          </ul>
          <div className="mt-3">
            <Disclosure summary="Ask for time that no clock recorded" isOpen={counting.length === 0}>
              <TimesForm action={askForTimes.bind(null, slug)} values={noTimes(zone)} />
            </Disclosure>
          </div>
        </Card>
      </div>
    </div>
  );
}

/** An end that is to be checked is confirmed here as where the week lists it. */
function Review({ slug, session, zone }: { slug: string; session: SessionView; zone: string }) {
  if (session.reviewReason === null) return null;
  const day = momentWords(zone).weekdayDate(Date.parse(session.startedAt));
  return (
    <AnswerForm
      action={actOnClock.bind(null, slug)}
      asked={{ session: session.id }}
      answers={reviewAnswers(session)}
      about={`Session of ${day}, ${sessionRange(session, zone)}`}
    />
  );
}

function Correct({ slug, session, zone }: { slug: string; session: SessionView; zone: string }) {
  const range = sessionRange(session, zone);
  if (session.endedAt === null) {
    return <p className="role-caption text-muted">Can be corrected once it has ended.</p>;
  }
  const span = { startedAt: Date.parse(session.startedAt), endedAt: Date.parse(session.endedAt) };
  return (
    <Disclosure
      summary={
        <>
          Correct <span className="sr-only">{range}</span>
        </>
      }
    >
      <TimesForm action={askForTimes.bind(null, slug)} values={timesOf(session, zone)} />
      <div>
        <RemoveSession
          action={askToRemove.bind(null, slug)}
          session={session.id}
          times={momentWords(zone).wallRange(span)}
          range={range}
        />
      </div>
    </Disclosure>
  );
}

function Beside({ slug, day, today }: { slug: string; day: string; today: string }) {
  return (
    <nav aria-label="Days" className="flex flex-wrap gap-2">
      <PageLink href={attendanceAddress(slug, { week: day })} className={buttonStyle()}>
        The week
      </PageLink>
      <PageLink href={attendanceDayAddress(slug, addDays(day, -1))} className={buttonStyle()}>
        Day before
      </PageLink>
      {day < today && (
        <PageLink href={attendanceDayAddress(slug, addDays(day, 1))} className={buttonStyle()}>
          Day after
        </PageLink>
      )}
    </nav>
  );
}
