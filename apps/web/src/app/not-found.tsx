import { buttonStyle } from '@devpulse/ui/button';
import { StateView } from '@devpulse/ui/state-view';
import type { Metadata } from 'next';
import Link from 'next/link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[720px] px-4 py-12 outline-none">
      <StateView
        kind="empty"
        level="h1"
        title="There is nothing at this address"
        action={
          <Link href="/" className={buttonStyle()}>
            Go to the overview
          </Link>
        }
      >
        <p>The organization or page does not exist, or you may not see it.</p>
      </StateView>
    </main>
  );
}
