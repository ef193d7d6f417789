import { useState } from 'react';
import type { AppView } from '../../ipc/view.ts';

/** The tab of a window: chosen by the person, or by what another window asked to be shown. */
export function useTab<Name extends string>(
  { opened }: AppView,
  window: NonNullable<AppView['opened']>['window'],
  names: readonly [Name, ...Name[]],
): [Name, (name: Name) => void] {
  const wanted = opened?.window === window ? opened : null;
  const [tab, setTab] = useState<Name>(names[0]);
  const [seen, setSeen] = useState(0);
  if (wanted !== null && wanted.serial !== seen) {
    setSeen(wanted.serial);
    setTab(names.find((name) => name === wanted.tab) ?? tab);
  }
  return [tab, setTab];
}
