import './globals.css';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { MissedRead } from '../features/failure/missed-read.tsx';
import { ThemeProvider } from '../features/theme/theme-provider.tsx';

export const metadata: Metadata = {
  title: { default: 'DevPulse', template: '%s · DevPulse' },
  description: 'How work flows through a software team, without watching anybody.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: 'oklch(0.985 0.002 265)' },
    { media: '(prefers-color-scheme: dark)', color: 'oklch(0.17 0.006 265)' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" className={GeistSans.variable} suppressHydrationWarning>
      <body>
        <a
          href="#main"
          className="role-label absolute start-2 -top-16 z-30 rounded-control border border-control bg-card px-3 py-2 focus:top-2"
        >
          Skip to content
        </a>
        <ThemeProvider nonce={nonce}>
          <NuqsAdapter>{children}</NuqsAdapter>
          <MissedRead />
        </ThemeProvider>
      </body>
    </html>
  );
}
