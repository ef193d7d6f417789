import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import type { LinkComponent } from './link.tsx';

export type Step = {
  label: string;
  detail: string;
  state: 'done' | 'current' | 'ahead';
  /** Absent where the step cannot be gone to. */
  href?: string;
};

/** Where one stands in something that takes several pages. */
export function StepList({
  label,
  steps,
  link,
}: {
  label: string;
  steps: readonly Step[];
  link: LinkComponent;
}) {
  return (
    <ol
      aria-label={label}
      className="grid rounded-card border border-hairline bg-card pair:auto-cols-fr pair:grid-flow-col"
    >
      {steps.map((step, index) => (
        <li
          key={step.label}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className={clsx(
            'flex min-w-0 items-center gap-3 border-hairline px-4 py-3 not-last:border-b pair:not-last:border-e pair:not-last:border-b-0',
            step.state !== 'current' && 'max-pair:py-2',
          )}
        >
          <StepMark state={step.state} number={index + 1} />
          <StepWords step={step} link={link} />
        </li>
      ))}
    </ol>
  );
}

function StepMark({ state, number }: { state: Step['state']; number: number }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'role-caption grid size-6 shrink-0 place-items-center rounded-full border',
        state === 'current' ? 'border-text bg-text text-canvas' : 'border-control text-muted',
      )}
    >
      {state === 'done' ? <Check size={14} className="text-good" /> : number}
    </span>
  );
}

function StepWords({ step, link: Link }: { step: Step; link: LinkComponent }) {
  const name = (
    <>
      {step.label}
      {step.state === 'done' && <span className="sr-only">, done</span>}
    </>
  );
  return (
    <span className="min-w-0">
      <span className="role-label block">
        {step.href ? (
          <Link href={step.href} className="inline-flex min-h-6 items-center hover:underline">
            {name}
          </Link>
        ) : (
          <span className="inline-flex min-h-6 items-center">{name}</span>
        )}
      </span>
      <span className={clsx('role-caption block text-muted', step.state !== 'current' && 'max-pair:hidden')}>
        {step.detail}
      </span>
    </span>
  );
}
