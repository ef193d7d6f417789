'use client';

import { Popover } from '@base-ui/react/popover';
import type { RefObject } from 'react';
import type { DefinitionView } from './definition-view.tsx';
import { LINK_STYLE } from './link.tsx';

/** The floating part of a definition; loaded when somebody reaches for it, as it weighs more than the page needs at first. */
export function DefinitionPopover({
  view: { label, formula, version, sample, details = [], href },
  anchor,
  isOpen,
  onOpenChange,
}: {
  view: DefinitionView;
  anchor: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open, { event }) => {
        // A press on the button is the button's own matter; it would close here and open again there.
        if (!anchor.current?.contains(event.target as Node)) onOpenChange(open);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          sideOffset={4}
          collisionPadding={12}
          align="start"
          className="z-20"
        >
          <Popover.Popup
            finalFocus={anchor}
            className="w-80 max-w-[calc(100vw-24px)] rounded-card border border-hairline bg-card p-4 shadow-float outline-none"
          >
            <Popover.Title className="role-label">{label}</Popover.Title>
            <Popover.Description className="role-cell mt-2">{formula}</Popover.Description>
            <dl className="role-caption mt-3 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 border-t border-hairline pt-3">
              {[
                { label: 'Counted from', value: sample },
                ...details,
                { label: 'Definition version', value: version },
              ].map((detail) => (
                <DetailRow key={detail.label} {...detail} />
              ))}
            </dl>
            {href !== undefined && (
              <a href={href} className={`${LINK_STYLE} mt-2`}>
                How is this computed
              </a>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function DetailRow({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="text-end">{value}</dd>
    </>
  );
}
