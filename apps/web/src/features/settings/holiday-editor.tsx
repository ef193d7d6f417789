'use client';

import { Button } from '@devpulse/ui/button';
import { TextField } from '@devpulse/ui/text-field';
import { X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { dayOffText } from '../../lib/calendar-words.ts';

/** Days on which nobody works: added by date, removed one by one, sent in order as one `holiday` each. */
export function HolidayEditor({ holidays, error }: { holidays: readonly string[]; error: string | null }) {
  const [days, setDays] = useState<readonly string[]>(holidays);
  const [news, setNews] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const add = () => {
    const day = input.current?.value ?? '';
    if (day === '' || !input.current?.validity.valid) return input.current?.focus();
    setDays((before) => [...new Set([...before, day])].sort());
    setNews(`${dayOffText(day)} added`);
    input.current.value = '';
    input.current.focus();
  };
  const remove = (day: string) => {
    setDays((before) => before.filter((other) => other !== day));
    setNews(`${dayOffText(day)} removed`);
    input.current?.focus();
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="role-label mb-2">Days off for everybody</legend>
      {days.length === 0 ? (
        <p className="role-body text-muted">None yet. Public holidays keep the working clock still.</p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {days.map((day) => (
            <DayOff key={day} day={day} onRemove={() => remove(day)} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40">
          <TextField
            ref={input}
            name=""
            label="Date"
            type="date"
            min="2000-01-01"
            max="2099-12-31"
            error={error}
            onKeyDown={addOnEnter}
          />
        </div>
        <Button className="mb-1" onClick={add}>
          Add the day
        </Button>
      </div>
      <p role="status" className="sr-only">
        {news}
      </p>
    </fieldset>
  );
}

function DayOff({ day, onRemove }: { day: string; onRemove: () => void }) {
  return (
    <li className="role-label inline-flex items-center gap-1 rounded-control border border-hairline bg-canvas ps-2">
      {dayOffText(day)}
      <input type="hidden" name="holiday" value={day} />
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove ${dayOffText(day)}`}
        className="grid size-8 place-items-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  );
}
