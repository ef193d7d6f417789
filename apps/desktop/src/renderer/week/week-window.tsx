import { useState } from 'react';
import type { AppView } from '../../ipc/view.ts';
import type { WeekView } from '../../ipc/week.ts';
import type { Received } from '../bridge.ts';
import { useMoments } from '../moments.ts';
import { Spoken } from '../parts/live-region.tsx';
import { CorrectPage } from './correct-page.tsx';
import { DayPage } from './day-page.tsx';
import { RequestsPage } from './requests-page.tsx';
import { useWeek } from './use-week.ts';
import { WeekPage } from './week-page.tsx';
import type { Go, WeekPlace } from './week-place.ts';

/** The week, a day of it, a correction, and what was asked for: one window, one page at a time. */
export function WeekWindow({ received }: { received: Received }) {
  const { view } = received;
  const { place, go, day, setDay } = usePlace(view);
  const { week, problem } = useWeek(day, weekStamp(view));
  const [said, setSaid] = useState('');
  return (
    <>
      {place.page === 'requests' ? (
        <RequestsPage
          requests={view.work?.requests ?? []}
          zone={view.settings.zone.name}
          go={go}
          onSay={setSaid}
        />
      ) : week === null ? (
        <NoWeek words={problem ? 'This week could not be read. Try again later.' : ''} />
      ) : (
        <Place place={place} week={week} view={view} go={go} onDay={setDay} onSay={setSaid} />
      )}
      <Spoken name="state" words={said} />
    </>
  );
}

/** Differs when the week may: by the minute, with each answer of the server, and with what is done here. Not by the second. */
function weekStamp({ sentAt, sync, work }: AppView): string {
  const { clock, pauses, requests } = work ?? {};
  const asked = requests?.map(({ requestId, state }) => `${requestId}${state}`);
  const decided = [pauses?.pending.length, pauses?.settled.map(({ pauseId, outcome }) => pauseId + outcome)];
  return JSON.stringify([
    Math.floor(sentAt / 60_000),
    sync.state === 'synced' ? sync.at : sync.state,
    clock?.state,
    clock?.sessionId,
    asked,
    decided,
  ]);
}

function NoWeek({ words }: { words: string }) {
  return (
    <main className="p-4">
      <h1 className="sr-only">Week</h1>
      <p role="status" className="role-body text-muted">
        {words}
      </p>
    </main>
  );
}

type PlaceProps = {
  place: WeekPlace;
  week: WeekView;
  view: AppView;
  go: Go;
  onDay: (day: string) => void;
  onSay: (words: string) => void;
};

function Place({ place, week, view, go, onDay, onSay }: PlaceProps) {
  const moments = useMoments(week.zone);
  const common = { week, view, go, moments, onSay };
  const day = 'day' in place ? week.days.find((one) => one.day === place.day) : undefined;
  if (place.page === 'correct' && day) {
    return <CorrectPage key={place.sessionId} {...common} day={day} sessionId={place.sessionId} />;
  }
  if (place.page === 'day' && day) return <DayPage {...common} day={day} />;
  return <WeekPage {...common} onDay={onDay} />;
}

/** Where the window is: moved by the person, and by what another window asked it to show. */
function usePlace(view: AppView) {
  const { opened } = view;
  const serial = opened?.window === 'week' ? opened.serial : 0;
  const [place, setPlace] = useState<WeekPlace>({ page: 'week' });
  const [day, setDay] = useState<string | null>(opened?.window === 'week' ? opened.day : null);
  const [seen, setSeen] = useState(0);
  if (serial !== seen && opened !== null) {
    setSeen(serial);
    setDay(opened.day);
    setPlace(placeOf(opened));
  }
  const go: Go = (next) => {
    if ('day' in next) setDay(next.day);
    setPlace(next);
  };
  return { place, go, day, setDay };
}

function placeOf(opened: NonNullable<AppView['opened']>): WeekPlace {
  if (opened.isOnRequests) return { page: 'requests' };
  if (opened.day && opened.correctSessionId) {
    return { page: 'correct', day: opened.day, sessionId: opened.correctSessionId };
  }
  return opened.day ? { page: 'day', day: opened.day } : { page: 'week' };
}
