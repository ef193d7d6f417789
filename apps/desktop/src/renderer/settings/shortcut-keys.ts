type Platform = 'macos' | 'windows' | 'linux';

export type Pressed = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'code'>;

const NAMED: Record<string, string> = {
  Space: 'Space',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

function keyOf(code: string): string | null {
  const letterOrDigit = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  if (letterOrDigit) return letterOrDigit[1] ?? letterOrDigit[2] ?? null;
  if (/^F([1-9]|1\d|2[0-4])$/.test(code)) return code;
  return NAMED[code] ?? null;
}

/**
 * Keys as Electron writes them, `Control+Alt+I`; null while they are not a shortcut: a modifier alone, or a key without Control, Alt or
 * Command, which would take that key away from every app.
 */
export function acceleratorOf(pressed: Pressed): string | null {
  const key = keyOf(pressed.code);
  if (key === null || !(pressed.ctrlKey || pressed.altKey || pressed.metaKey)) return null;
  const modifiers = [
    pressed.ctrlKey && 'Control',
    pressed.altKey && 'Alt',
    pressed.shiftKey && 'Shift',
    pressed.metaKey && 'Super',
  ].filter((modifier) => modifier !== false);
  return [...modifiers, key].join('+');
}

const WORDS: Record<Platform, Record<string, string>> = {
  macos: { Control: 'Control', Alt: 'Option', Super: 'Command', CommandOrControl: 'Command' },
  windows: { Control: 'Ctrl', Super: 'Win', CommandOrControl: 'Ctrl' },
  linux: { Control: 'Ctrl', CommandOrControl: 'Ctrl' },
};

/** `Ctrl Alt I`, as the keys of that system are called. */
export function keysText(accelerator: string, platform: Platform): string {
  return accelerator
    .split('+')
    .map((key) => WORDS[platform][key] ?? key)
    .join(' ');
}

/** `Control Alt I`, as it is read out. */
export function spokenKeys(accelerator: string, platform: Platform): string {
  return keysText(accelerator, platform).replace('Ctrl', 'Control');
}
