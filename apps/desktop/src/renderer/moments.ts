import { type MomentWords, momentWords } from '@devpulse/ui/words/moment-words';
import { useMemo } from 'react';

/** 12 or 24 hours, as the system writes the time. */
const hourCycle = new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions().hour12
  ? 'h12'
  : 'h23';

/** Words for instants in a zone, the member's as a rule. */
export function useMoments(zone: string): MomentWords {
  return useMemo(() => momentWords(zone, hourCycle), [zone]);
}
