import { IconButton } from '@devpulse/ui/icon-button';
import { Row } from '@devpulse/ui/row-group';
import { clsx } from 'clsx';
import { TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { SettingsView } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';
import { acceleratorOf, keysText, spokenKeys } from './shortcut-keys.ts';

/** Takes the next keys that are pressed while it listens. Escape and Tab leave it as it was. */
export function ShortcutField({
  shortcut: { keys, problem, refusedKeys },
  platform,
  onChange,
  onSay,
}: {
  shortcut: SettingsView['shortcut'];
  platform: AppView['system']['platform'];
  onChange: (keys: string | null) => void;
  onSay: (words: string) => void;
}) {
  const id = useId();
  const [isListening, setListening] = useState(false);
  const refused = problem === 'taken' ? refusedKeys : null;
  useEffect(() => {
    if (refused !== null) onSay(`Another app uses ${spokenKeys(refused, platform)}. Press different keys.`);
  }, [refused, platform, onSay]);
  const take = (event: KeyboardEvent) => {
    if (!isListening || event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') return setListening(false);
    const accelerator = acceleratorOf(event);
    if (accelerator === null) return;
    setListening(false);
    onChange(accelerator);
  };
  const shown = refused ?? keys;
  return (
    <Row
      title="Clock in or out"
      titleId={id}
      detail={refused === null && 'Works in any app. Off until you choose keys.'}
      detailId={`${id}-detail`}
      error={
        refused !== null && (
          <p id={`${id}-error`} className="role-caption flex items-center gap-1.5 text-bad">
            <TriangleAlert aria-hidden size={14} className="shrink-0" />
            Another app uses {keysText(refused, platform)}. Press different keys.
          </p>
        )
      }
    >
      <button
        type="button"
        aria-labelledby={`${id} ${id}-keys`}
        aria-describedby={refused === null ? `${id}-detail` : `${id}-error`}
        onClick={() => setListening(true)}
        onKeyDown={take}
        onBlur={() => setListening(false)}
        className={clsx(
          'h-control shrink-0 rounded-control border bg-card px-2.5 focus-visible:rounded-control',
          refused === null ? 'border-control' : 'border-bad',
          isListening ? 'role-body text-muted' : shown === null ? 'role-body' : 'role-body font-mono',
        )}
      >
        <span id={`${id}-keys`} className={shown !== null && !isListening ? 'font-mono' : ''}>
          {isListening ? 'Press keys…' : shown === null ? 'Choose keys' : keysText(shown, platform)}
        </span>
      </button>
      {shown !== null && (
        <IconButton label="Clear shortcut" onClick={() => onChange(null)}>
          <X aria-hidden size={16} />
        </IconButton>
      )}
    </Row>
  );
}
