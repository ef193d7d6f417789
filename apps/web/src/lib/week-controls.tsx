'use client';

import { buttonStyle } from '@devpulse/ui/button';
import { DateField } from '@devpulse/ui/date-field';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { PageLink } from './page-link.tsx';

/** Which week a page shows; in its address as `week`, a day of it. */
export function WeekControls({
  day,
  today,
  previous,
  next,
}: {
  /** Monday of the week that is shown. */
  day: string;
  today: string;
  previous: string;
  /** Null while the week of today is shown. */
  next: string | null;
}) {
  const router = useRouter();
  const show = (week: string) => {
    const address = new URL(window.location.href);
    address.searchParams.set('week', week);
    router.push(address.pathname + address.search, { scroll: false });
  };
  return (
    <nav aria-label="Weeks" className="flex flex-wrap items-center gap-2 max-rail:w-full">
      <PageLink href={previous} className={buttonStyle()}>
        <ChevronLeft aria-hidden size={16} />
        <span className="sr-only">Week before</span>
      </PageLink>
      <DateField label="Week of" value={day} min="2000-01-03" max={today} onChange={show} />
      {next !== null && (
        <PageLink href={next} className={buttonStyle()}>
          <ChevronRight aria-hidden size={16} />
          <span className="sr-only">Week after</span>
        </PageLink>
      )}
    </nav>
  );
}
