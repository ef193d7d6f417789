'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useEffect, useSyncExternalStore } from 'react';

const THEMES = [
  { value: 'system', label: 'As the system', Icon: Monitor },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const;

const nothingToFollow = () => () => {};

/** Three choices in a row. Which one holds is known only in the browser, so none is marked until then. */
export function ThemeControl() {
  const { theme, resolvedTheme, setTheme } = useTheme();
  const isInBrowser = useSyncExternalStore(
    nothingToFollow,
    () => true,
    () => false,
  );
  useThemeColor(resolvedTheme);
  return (
    <fieldset className="flex w-max rounded-control border border-hairline p-px">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, Icon }) => (
        <button
          key={value}
          type="button"
          title={label}
          aria-pressed={isInBrowser && theme === value}
          onClick={() => setTheme(value)}
          className="grid h-6 w-8 place-items-center rounded-[4px] text-muted hover:text-text aria-pressed:bg-selected aria-pressed:text-text max-rail:size-11"
        >
          <Icon aria-hidden size={14} />
          <span className="sr-only">{label}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** The browser's own frame follows a theme that was chosen by hand. */
function useThemeColor(resolvedTheme: string | undefined) {
  useEffect(() => {
    if (resolvedTheme === undefined) return;
    const canvas = getComputedStyle(document.documentElement).backgroundColor;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
      meta.setAttribute('content', canvas);
  }, [resolvedTheme]);
}
