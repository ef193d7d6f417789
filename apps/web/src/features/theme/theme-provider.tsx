'use client';

import { ThemeProvider as Themes } from 'next-themes';
import type { ReactNode } from 'react';

/** `nonce` lets the script that sets the theme before the first paint run under the page's policy. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <Themes
      attribute="data-theme"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce !== undefined && { nonce })}
    >
      {children}
    </Themes>
  );
}
