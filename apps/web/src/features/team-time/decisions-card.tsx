'use client';

import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { ConfirmDialog } from '@devpulse/ui/confirm-dialog';
import type { FormAction } from '@devpulse/ui/form-state';
import { TextAreaField } from '@devpulse/ui/text-field';
import { Check, ChevronRight, X } from 'lucide-react';
import type { DecisionView } from './decision-view.ts';

/** Requests that wait for whoever reads this, oldest first. */
export function DecisionsCard({
  decisions,
  approve,
  decline,
}: {
  decisions: readonly DecisionView[];
  approve: FormAction;
  decline: FormAction;
}) {
  const count = decisions.filter(({ canDecide }) => canDecide).length;
  return (
    <Card
      title="Corrections to decide"
      subtitle={`${count === 0 ? 'None waits for you.' : `${count} to decide.`} The person is told at once; nothing changes before you decide.`}
    >
      <ul className="mt-1">
        {decisions.map((decision) => (
          <li key={decision.id} className="border-b border-hairline py-3 last:border-b-0">
            <Decision decision={decision} approve={approve} decline={decline} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Decision({
  decision,
  approve,
  decline,
}: {
  decision: DecisionView;
  approve: FormAction;
  decline: FormAction;
}) {
  const about = `${decision.name}, ${decision.day}`;
  return (
    <article aria-label={about} className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="role-label">
          {decision.name} <span className="font-normal text-muted">{decision.day}</span>
        </span>
        <span className="role-caption text-muted">{decision.asked}</span>
      </p>
      <ul>
        {decision.changes.map(({ label, before, after }) => (
          <li key={label} className="role-body flex flex-wrap items-center gap-x-2">
            <span className="role-caption text-muted">{label}</span>
            {before !== null && <s className="text-muted">{before}</s>}
            <ChevronRight aria-label="becomes" role="img" size={14} />
            <span className="role-label">{after ?? 'nothing'}</span>
          </li>
        ))}
      </ul>
      <p className="role-body">
        {decision.effect}
        <span className="role-caption text-muted"> Times in {decision.zone}.</span>
      </p>
      <p className="role-body text-muted [overflow-wrap:anywhere]">“{decision.reason}”</p>
      {decision.canDecide ? (
        <Buttons decision={decision} about={about} approve={approve} decline={decline} />
      ) : (
        <p className="role-caption text-muted">Waits for somebody else. Nobody decides on their own hours.</p>
      )}
    </article>
  );
}

function Buttons({
  decision: { id, version },
  about,
  approve,
  decline,
}: {
  decision: DecisionView;
  about: string;
  approve: FormAction;
  decline: FormAction;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton
        action={approve}
        hidden={{ correction: id, version: String(version) }}
        aria-label={`Approve: ${about}`}
      >
        <Check aria-hidden size={16} />
        Approve
      </ActionButton>
      <ConfirmDialog
        trigger={
          <>
            <X aria-hidden size={16} />
            Decline with a reason
          </>
        }
        label={`Decline with a reason: ${about}`}
        title={`Decline: ${about}?`}
        action={decline}
        submit="Decline"
      >
        <p>The person reads the reason. What was recorded stays as it is.</p>
        <input type="hidden" name="correction" value={id} />
        <input type="hidden" name="version" value={version} />
        <TextAreaField label="Reason" name="reason" rows={3} required minLength={5} maxLength={500} />
      </ConfirmDialog>
    </div>
  );
}
