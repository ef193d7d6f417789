import type { GlobalShortcut } from 'electron';

export type ShortcutKeeper = {
  /** Null when the keys are in use here now; `taken`: another app has them, and the ones before stay. */
  use: (keys: string | null) => 'taken' | null;
  readonly keys: string | null;
  release: () => void;
};

/** The one shortcut that works in any app. */
export function createShortcutKeeper(
  shortcuts: Pick<GlobalShortcut, 'register' | 'unregister' | 'unregisterAll'>,
  onPressed: () => void,
): ShortcutKeeper {
  let current: string | null = null;
  function register(keys: string): boolean {
    try {
      return shortcuts.register(keys, onPressed);
    } catch {
      return false;
    }
  }
  return {
    get keys() {
      return current;
    },
    use(keys) {
      if (keys === current) return null;
      if (keys !== null && !register(keys)) return 'taken';
      if (current !== null) shortcuts.unregister(current);
      current = keys;
      return null;
    },
    release() {
      shortcuts.unregisterAll();
      current = null;
    },
  };
}
