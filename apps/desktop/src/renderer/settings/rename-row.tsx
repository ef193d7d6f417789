import { Button } from '@devpulse/ui/button';
import { type FormEvent, useState } from 'react';

/** Another name for this device. */
export function RenameRow({
  name,
  onRename,
  onCancel,
}: {
  name: string;
  onRename: (name: string) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onRename(text.trim());
  };
  return (
    <li>
      <form onSubmit={submit} className="flex min-h-11 items-center gap-2 px-3 py-2">
        <input
          aria-label="Name of this device"
          // The field takes the place of the button that asked for it.
          // biome-ignore lint/a11y/noAutofocus: the focus would be lost otherwise
          autoFocus
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && onCancel()}
          className="role-body h-control min-w-0 flex-1 rounded-control border border-control bg-card px-2.5"
        />
        <Button type="submit">Rename</Button>
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </form>
    </li>
  );
}
