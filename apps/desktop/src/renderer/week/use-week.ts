import { useEffect, useState } from 'react';
import type { WeekView } from '../../ipc/week.ts';

/** The week that holds `day` (null: this one), read again whenever `stamp` changes; the last one stays until the next is there. */
export function useWeek(day: string | null, stamp: string): { week: WeekView | null; problem: boolean } {
  const [state, setState] = useState<{ week: WeekView | null; problem: boolean }>({
    week: null,
    problem: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stamp is the reason to read again
  useEffect(() => {
    let isCurrent = true;
    window.devpulse.loadWeek({ day }).then(
      (week) => isCurrent && setState({ week, problem: false }),
      () => isCurrent && setState((last) => ({ ...last, problem: true })),
    );
    return () => {
      isCurrent = false;
    };
  }, [day, stamp]);
  return state;
}
