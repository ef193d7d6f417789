'use client';

import { Info } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { DefinitionView } from './definition-view.tsx';

const loadPopover = () => import('./definition-popover.tsx');
const DefinitionPopover = lazy(async () => ({ default: (await loadPopover()).DefinitionPopover }));

/** The (i) beside a label. Its popover is fetched when the pointer or the focus comes near. */
export function Definition(view: DefinitionView) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const toggle = () => {
    setWanted(true);
    setOpen(!isOpen);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={`How ${view.label} is counted`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void loadPopover()}
        onFocus={() => void loadPopover()}
        onClick={toggle}
        className="relative inline-grid size-6 shrink-0 place-items-center rounded-control text-muted hover:text-text pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5"
      >
        <Info aria-hidden size={14} strokeWidth={2} />
      </button>
      {isWanted && (
        <Suspense>
          <DefinitionPopover view={view} anchor={button} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
