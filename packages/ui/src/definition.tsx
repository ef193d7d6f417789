'use client';

import { Popover } from '@base-ui/react/popover';
import { Info } from 'lucide-react';

/** What stands behind a figure: how it is made, of how many, and by which version of the definition. */
export type DefinitionView = {
  label: string;
  formula: string;
  version: string;
  /** `62 pull requests`. */
  sample: string;
  /** Name and value of what else is worth knowing: the exact value, when it was computed. */
  details?: readonly { label: string; value: string }[];
};

export function Definition({ label, formula, version, sample, details = [] }: DefinitionView) {
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`How ${label} is counted`}
        className="relative inline-grid size-6 place-items-center rounded-control text-muted hover:text-text pointer-coarse:after:absolute pointer-coarse:after:-inset-2.5"
      >
        <Info aria-hidden size={14} strokeWidth={2} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} collisionPadding={12} align="start" className="z-20">
          <Popover.Popup className="w-80 max-w-[calc(100vw-24px)] rounded-card border border-hairline bg-card p-4 shadow-float outline-none">
            <Popover.Title className="role-label">{label}</Popover.Title>
            <Popover.Description className="role-cell mt-2">{formula}</Popover.Description>
            <dl className="role-caption mt-3 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 border-t border-hairline pt-3">
              <dt className="text-muted">Counted from</dt>
              <dd className="text-end">{sample}</dd>
              {details.map((detail) => (
                <DetailRow key={detail.label} {...detail} />
              ))}
              <dt className="text-muted">Definition version</dt>
              <dd className="text-end">{version}</dd>
            </dl>
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
