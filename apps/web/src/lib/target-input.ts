import type { SentForm } from './actions.ts';
import { WEEKDAYS } from './calendar-words.ts';
import { minutesOfHours } from './typed-hours.ts';

/** Inputs of the form of a target, by what the API calls them. */
export const TARGET_INPUTS = {
  'target.effectiveFrom': 'effectiveFrom',
  'target.minutes': 'hours1',
  effectiveFrom: 'effectiveFrom',
  minutes: 'hours1',
};

/** Minutes for each weekday, Monday first, from hours as they were typed; an empty field asks for nothing. */
export function readTarget(form: SentForm): { effectiveFrom: string; minutes: number[] } {
  return {
    effectiveFrom: form.text('effectiveFrom'),
    minutes: WEEKDAYS.map(({ number }) => {
      const typed = form.text(`hours${number}`);
      return typed.trim() === '' ? 0 : minutesOfHours(typed);
    }),
  };
}
