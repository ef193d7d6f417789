import type { SentForm } from './actions.ts';
import { WEEKDAYS } from './calendar-words.ts';

/** Inputs of the form of a target, by what the API calls them. */
export const TARGET_INPUTS = {
  'target.effectiveFrom': 'effectiveFrom',
  'target.minutes': 'hours1',
  effectiveFrom: 'effectiveFrom',
  minutes: 'hours1',
};

/** Minutes for each weekday, Monday first, from hours as they were typed; what is no number is left for the API to refuse. */
export function readTarget(form: SentForm): { effectiveFrom: string; minutes: number[] } {
  return {
    effectiveFrom: form.text('effectiveFrom'),
    minutes: WEEKDAYS.map(({ number }) => minutesOfHours(form.text(`hours${number}`))),
  };
}

function minutesOfHours(text: string): number {
  const hours = text.trim() === '' ? 0 : Number(text.trim().replace(',', '.'));
  return Number.isFinite(hours) ? Math.round(hours * 60) : -1;
}
