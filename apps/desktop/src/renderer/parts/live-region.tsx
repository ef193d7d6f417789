import { useEffect, useRef, useState } from 'react';
import type { AppView } from '../../ipc/view.ts';

type Announce = (before: AppView, after: AppView) => string | null;

/** Speaks once for each change that `announce` has words for. Two of them: one for the clock, one for the way out. */
export function LiveRegion({ view, announce, name }: { view: AppView; announce: Announce; name: string }) {
  const before = useRef(view);
  const [words, setWords] = useState('');
  useEffect(() => {
    const said = before.current === view ? null : announce(before.current, view);
    before.current = view;
    if (said !== null) setWords(said);
  }, [view, announce]);
  return <Spoken words={words} name={name} />;
}

export function Spoken({ words, name }: { words: string; name: string }) {
  return (
    <p role="status" aria-live="polite" data-region={name} className="sr-only">
      {words}
    </p>
  );
}
