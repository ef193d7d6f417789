import { instantOfWall, wallText } from '@devpulse/domain/time/wall-time';
import { Button } from '@devpulse/ui/button';
import { TextField } from '@devpulse/ui/text-field';
import { type FormEvent, useId, useState } from 'react';
import { useReceived } from '../bridge.ts';
import { useCommand } from '../command.ts';
import { problemLine } from '../words/status.ts';

/** “I left earlier”: asks for the time that the open session really ended at. */
export function EarlierForm({ title, now, onClose }: { title: string; now: number; onClose: () => void }) {
  const zone = useReceived()?.view.settings.zone.name ?? 'UTC';
  const titleId = useId();
  const [text, setText] = useState(() => wallText(now, zone));
  const [error, setError] = useState<string | null>(null);
  const { run, problem } = useCommand();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const endedAt = instantOfWall(text, zone, null);
    setError(endedAt === null ? 'A date and a time are needed.' : null);
    if (endedAt === null) return;
    void run(() => window.devpulse.clock({ type: 'clock_out_earlier', endedAt })).then(
      (isDone) => isDone && onClose(),
    );
  };
  return (
    <form
      noValidate
      onSubmit={send}
      aria-labelledby={titleId}
      className="flex flex-col gap-3 rounded-card border border-hairline bg-card p-3"
    >
      <h2 id={titleId} className="role-label">
        {title}
      </h2>
      <TextField
        label="Out"
        name="endedAt"
        type="datetime-local"
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={error ?? (problem && problemLine(problem))}
        className="h-control!"
      />
      <div className="flex gap-2">
        <Button type="submit">Clock out</Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
