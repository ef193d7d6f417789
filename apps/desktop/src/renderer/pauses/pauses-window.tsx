import { useState } from 'react';
import type { WorkView } from '../../ipc/view.ts';
import type { Received } from '../bridge.ts';
import { useCommand } from '../command.ts';
import { useMoments } from '../moments.ts';
import { Spoken } from '../parts/live-region.tsx';
import { announcePauses } from '../words/announcements.ts';
import { problemLine } from '../words/status.ts';
import type { Decide } from './decide.ts';
import { OnePause } from './one-pause.tsx';
import { SettledPauses } from './settled-pauses.tsx';
import { SeveralPauses } from './several-pauses.tsx';

/** Pauses to decide, beside the work and never in front of it. Closing the window leaves everything undecided. */
export function PausesWindow({ received }: { received: Received }) {
  const { view } = received;
  if (view.work === null) return <SignedOutNote />;
  return <Pauses received={received} work={view.work} />;
}

function SignedOutNote() {
  return (
    <main className="p-4">
      <h1 className="role-section">Nothing to decide</h1>
      <p className="role-body mt-0.5 text-muted">Sign in to see your pauses.</p>
    </main>
  );
}

function Pauses({ received, work }: { received: Received; work: WorkView }) {
  const { view } = received;
  const moments = useMoments(view.settings.zone.name);
  const [said, setSaid] = useState('');
  const [changing, setChanging] = useState<string | null>(null);
  const { run, problem, isBusy } = useCommand();
  const decide: Decide = async (answers) => {
    const decisions = [...answers].map(([pauseId, decision]) => ({ pauseId, decision }));
    const isDone = await run(() => window.devpulse.decidePauses({ decisions }));
    if (isDone) setSaid('Saved.');
    if (isDone) setChanging(null);
    return isDone;
  };
  const { pending } = work.pauses;
  const newest = pending.at(-1);
  const scene = {
    pauses: pending,
    workedWithout: work.pauses.workedWithout,
    today: work.today.day,
    moments,
  };
  const totalMs = pending.reduce((total, pause) => total + pause.endedAt - pause.startedAt, 0);
  const first = newest
    ? announcePauses({ count: pending.length, totalMs, newest }, moments)
    : 'All pauses are settled';
  return (
    <>
      <main className="flex h-full min-h-full flex-col">
        {problem && (
          <p role="alert" className="role-caption border-b border-hairline px-4 py-2 text-caution">
            {problemLine(problem)}
          </p>
        )}
        {newest === undefined ? (
          <SettledPauses
            work={work}
            moments={moments}
            changing={changing}
            onChange={setChanging}
            decide={decide}
          />
        ) : pending.length === 1 ? (
          <OnePause key={newest.pauseId} pause={newest} scene={scene} isBusy={isBusy} decide={decide} />
        ) : (
          <SeveralPauses scene={scene} isBusy={isBusy} decide={decide} onSay={setSaid} />
        )}
      </main>
      <Spoken name="state" words={said || first} />
    </>
  );
}
