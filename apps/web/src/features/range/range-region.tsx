'use client';

import { createContext, type ReactNode, type TransitionStartFunction, use, useTransition } from 'react';

type Region = { isPending: boolean; startTransition: TransitionStartFunction };

const RegionContext = createContext<Region | null>(null);

/** Everything that a range control moves: the control itself and the content, which stays in sight while new figures come. */
export function RangeRegion({ children }: { children: ReactNode }) {
  const [isPending, startTransition] = useTransition();
  return <RegionContext value={{ isPending, startTransition }}>{children}</RegionContext>;
}

export function useRangeRegion(): Region {
  const region = use(RegionContext);
  if (!region) throw new Error('A range control stands outside its RangeRegion');
  return region;
}

export function RangeContent({ children }: { children: ReactNode }) {
  const { isPending } = useRangeRegion();
  return (
    <div className="dim-when-pending" data-pending={isPending} aria-busy={isPending}>
      {children}
    </div>
  );
}
